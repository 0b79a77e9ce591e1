/**
 * Answers of a license server, written by hand from public descriptions of BILLmanager's API and
 * from what published clients read. None was recorded from a live BILLmanager.
 */

/** Wraps the inside of an XML answer as BILLmanager does. */
export function xml(func: string, inside: string): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<doc lang="en" func="${func}" binary="/billmgr" host="https://lic.example" themename="" features="5be8" notify="">` +
    `${inside}<tparams><func>${func}</func><out>xml</out></tparams></doc>`
  );
}

export function xmlError(type: string, object: string, message: string): string {
  return xml(
    'error',
    `<error type="${type}" object="${object}" lang="en" code="1"><param name="object" type="msg">${object}</param>` +
      `<param name="value">x</param><stack><action level="16" user="reseller">soft</action></stack>` +
      `<detail>${message}</detail><msg>${message}</msg></error>`,
  );
}

export const account = {
  whoami: xml('whoami', '<user id="7" name="reseller" level="16" balance="1 234,56 EUR"/>'),
  subaccount: xml(
    'subaccount',
    '<elem><id>3</id><balance orig="1234.5600">1 234,56 €</balance><currency orig="978">Euro</currency>' +
      '<currency_str>EUR</currency_str></elem><p_elems>1</p_elems>',
  ),
};

export const priceLists = {
  export: xml(
    'pricelist.export',
    '<pricelist><id>55227</id><name>ISPmanager 6 Lite</name><price currency="EUR">' +
      '<period cost="4.9000" type="month" length="1">monthly</period>' +
      '<period cost="49.0000" type="year" length="1">yearly</period>' +
      '<period cost="0.0000" type="trial" length="14">trial</period></price></pricelist>' +
      '<pricelist><id>55230</id><name>ISPmanager 6 Business</name><price currency="EUR">' +
      '<period cost="24.9000" type="month" length="1">monthly</period></price></pricelist>',
  ),
  form: xml(
    'soft.order.pricelist',
    '<list name="tariflist"><elem><pricelist>55227</pricelist><desc>ISPmanager 6 Lite</desc>' +
      '<price>4.90 EUR</price><order_available>on</order_available></elem></list>',
  ),
};

/** A row of the list `soft`: localised text with the raw value in `orig`. */
export function row(id: number, remoteid?: string): string {
  return (
    `<elem><id>${id}</id><licname>Item #${id} &amp; co</licname><ip>192.0.2.${id % 256}</ip>` +
    '<pricelist>ISPmanager 6 Lite</pricelist><pricelist_id>55227</pricelist_id><period>1</period>' +
    '<createdate>2030-01-01</createdate><expiredate orig="2030-02-01">1 Feb 2030</expiredate>' +
    '<real_ipchange>2030-01-02</real_ipchange><real_keychange></real_keychange>' +
    '<autoprolong orig="null">No</autoprolong><item_status orig="2">Active</item_status>' +
    (remoteid === undefined ? '' : `<remoteid>${remoteid}</remoteid>`) +
    '</elem>'
  );
}

export function list(rows: readonly string[], stated: number | 'none' = rows.length): string {
  return xml('soft', rows.join('') + (stated === 'none' ? '' : `<p_elems>${stated}</p_elems>`));
}

export const form = xml(
  'soft.edit',
  '<id>1001</id><name>ISPmanager 6 Lite</name><licname>Item #7 addon vps7</licname><ip>192.0.2.7</ip>' +
    '<lickey>1001-AbCd</lickey><status>2</status><createdate>2030-01-01</createdate><expiredate>2030-02-01</expiredate>' +
    '<pricelist>55227</pricelist><pricelist_name>ISPmanager 6 Lite</pricelist_name><autoprolong>1</autoprolong>',
);

export const ok = xml('soft.suspend', '<ok/>');
export const ordered = xml('soft.order.param', '<id>1001</id><ok/>');
export const prolonged = xml('service.prolong', '<ok/><doc><newexpiredate>2030-03-01</newexpiredate></doc>');
