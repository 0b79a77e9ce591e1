<?php

/**
 * WHMCS provisioning module: sells control-panel licenses that panelkeeper orders, prolongs and
 * returns. Copy this folder to modules/servers/panelkeeper.
 */

use Panelkeeper\Answer;
use Panelkeeper\Gateway;

if (!defined('WHMCS')) {
    die('This file cannot be accessed directly');
}

require_once __DIR__ . '/lib/Gateway.php';

/** The settings of a product, in the order in which WHMCS keeps them: never insert one in between. */
const PANELKEEPER_PANEL = 'configoption1';
const PANELKEEPER_PERIOD = 'configoption2';
const PANELKEEPER_WHILE_ORDERED = 'configoption3';
const PANELKEEPER_PREFIX = 'configoption4';
const PANELKEEPER_ADDRESS_FIELD = 'configoption5';
const PANELKEEPER_TARIFF = 'configoption6';
const PANELKEEPER_MODULE = 'configoption7';

const PANELKEEPER_CYCLES = [
    'monthly' => 1,
    'quarterly' => 3,
    'semi-annually' => 6,
    'annually' => 12,
    'biennially' => 24,
    'triennially' => 36,
];

function panelkeeper_MetaData()
{
    return [
        'DisplayName' => 'panelkeeper',
        'APIVersion' => '1.1',
        'RequiresServer' => true,
        'DefaultNonSSLPort' => '7440',
        'DefaultSSLPort' => '7440',
    ];
}

function panelkeeper_ConfigOptions()
{
    return [
        'Panel' => [
            'Type' => 'text',
            'Size' => '30',
            'Loader' => 'panelkeeper_PanelLoader',
            'SimpleMode' => true,
            'Description' => 'internal name of the panel in the configuration of panelkeeper',
        ],
        'Period' => [
            'Type' => 'text',
            'Size' => '5',
            'Description' => 'months that the client orders; the billing cycle where it is empty',
        ],
        'While it is being ordered' => [
            'Type' => 'dropdown',
            'Options' => 'success,error',
            'Default' => 'success',
            'Description' => 'success: the service is active, and its key is shown when it is there',
        ],
        'Id prefix' => [
            'Type' => 'text',
            'Size' => '15',
            'Default' => 'whmcs',
            'Description' => 'another one for each WHMCS that shares a panelkeeper',
        ],
        'Address field' => [
            'Type' => 'text',
            'Size' => '30',
            'Description' => 'custom field with the IPv4 address of the VPS; its dedicated IP where it is empty',
        ],
        'Tariff' => ['Type' => 'text', 'Size' => '20'],
        'Processing module' => ['Type' => 'text', 'Size' => '20'],
    ];
}

/**
 * Lists the panels of the configuration for the product's page.
 *
 * @param array<string, mixed> $params
 */
function panelkeeper_PanelLoader(array $params)
{
    $answer = Gateway::of($params)->call('GET', '/v1/panels');
    if (!$answer->isDone()) {
        throw new Exception($answer->inWords());
    }
    $panels = [];
    foreach ($answer->body['panels'] as $each) {
        $panels[$each['panel']] = $each['panel'] . ' (' . $each['enumeration'] . ')';
    }
    return $panels;
}

function panelkeeper_TestConnection(array $params)
{
    $answer = Gateway::of($params)->call('GET', '/v1/panels');
    return ['success' => $answer->isDone(), 'error' => $answer->isDone() ? '' : $answer->inWords()];
}

function panelkeeper_CreateAccount(array $params)
{
    try {
        $service = array_filter([
            'serviceName' => panelkeeper_name($params),
            'ip' => panelkeeper_address($params),
            'panel' => (string) $params[PANELKEEPER_PANEL],
            'servicePeriodMonths' => panelkeeper_months($params),
            'tariff' => (string) ($params[PANELKEEPER_TARIFF] ?? ''),
            'processingModule' => (string) ($params[PANELKEEPER_MODULE] ?? ''),
        ], static function ($value) {
            return $value !== '';
        });
    } catch (InvalidArgumentException $error) {
        return $error->getMessage();
    }
    $answer = Gateway::of($params)->call('PUT', panelkeeper_path($params), $service);
    return panelkeeper_result($answer, $params);
}

function panelkeeper_SuspendAccount(array $params)
{
    return panelkeeper_result(panelkeeper_post($params, 'suspend'), $params);
}

function panelkeeper_UnsuspendAccount(array $params)
{
    return panelkeeper_result(panelkeeper_post($params, 'resume'), $params);
}

function panelkeeper_TerminateAccount(array $params)
{
    $answer = panelkeeper_post($params, 'close');
    // What was never opened, or is closed already, is as it should be.
    return $answer->hasCode('ServiceUnknown') ? 'success' : panelkeeper_result($answer, $params);
}

/** An invoice was paid: panelkeeper prolongs by the expiry of the license, and never pays for this. */
function panelkeeper_Renew(array $params)
{
    return 'success';
}

function panelkeeper_ChangePackage(array $params)
{
    $answer = Gateway::of($params)->call('GET', panelkeeper_path($params));
    if (!$answer->isDone()) {
        return panelkeeper_result($answer, $params);
    }
    $before = $answer->body['service'];
    try {
        $months = panelkeeper_months($params);
    } catch (InvalidArgumentException $error) {
        return $error->getMessage();
    }
    $change = [];
    if ($months !== $before['servicePeriodMonths']) {
        $change['servicePeriodMonths'] = $months;
    }
    $tariff = (string) ($params[PANELKEEPER_TARIFF] ?? '');
    if ($tariff !== '' && $tariff !== ($before['tariff'] ?? '')) {
        $change['tariff'] = $tariff;
    }
    if ($change !== []) {
        $changed = panelkeeper_post($params, 'change-service', $change);
        if (!$changed->isDone()) {
            return panelkeeper_result($changed, $params);
        }
    }
    $panel = (string) $params[PANELKEEPER_PANEL];
    if ($panel === $before['panel']) {
        return 'success';
    }
    return panelkeeper_result(panelkeeper_post($params, 'change-panel', ['panel' => $panel]), $params);
}

function panelkeeper_AdminCustomButtonArray()
{
    return ['Change address' => 'ChangeAddress', 'Try again now' => 'Wake', 'Renew license key' => 'RenewKey'];
}

/** Tells the address that WHMCS has now: the license follows it. */
function panelkeeper_ChangeAddress(array $params)
{
    try {
        $ip = panelkeeper_address($params);
    } catch (InvalidArgumentException $error) {
        return $error->getMessage();
    }
    return panelkeeper_result(panelkeeper_post($params, 'change-ip', ['ip' => $ip]), $params);
}

function panelkeeper_Wake(array $params)
{
    return panelkeeper_result(panelkeeper_post($params, 'wake'), $params);
}

function panelkeeper_RenewKey(array $params)
{
    return panelkeeper_result(panelkeeper_post($params, 'renew-key'), $params);
}

function panelkeeper_AdminServicesTabFields(array $params)
{
    $answer = Gateway::of($params)->call('GET', panelkeeper_path($params));
    if (!$answer->isDone()) {
        return ['panelkeeper' => panelkeeper_escape($answer->inWords())];
    }
    $view = $answer->body;
    $license = $view['license'] ?? null;
    $shown = [
        'State' => $view['state'],
        'License' => $license ? $license['licenseId'] . ' of ' . $license['licenseServer'] : 'none',
        'Paid until' => $license['expiresOn'] ?? '-',
        'Next' => $view['next'],
        'Trouble' => $view['trouble'] ?? 'none',
    ];
    return array_map('panelkeeper_escape', $shown);
}

function panelkeeper_ClientArea(array $params)
{
    // The key is not kept in WHMCS: it may change, and a shop's database is no safe.
    $answer = Gateway::of($params)->call('GET', panelkeeper_path($params) . '/license-key');
    return [
        'templatefile' => 'templates/clientarea',
        'vars' => [
            'licenseKey' => $answer->isDone() ? (string) $answer->body['key'] : '',
            'isUnderWay' => $answer->isUnderWay(),
        ],
    ];
}

/** @param array<string, mixed>|null $body */
function panelkeeper_post(array $params, string $verb, ?array $body = null): Answer
{
    return Gateway::of($params)->call('POST', panelkeeper_path($params) . '/' . $verb, $body);
}

/** What WHMCS takes for an answer: `success`, or a text that staff read. */
function panelkeeper_result(Answer $answer, array $params): string
{
    $waits = ($params[PANELKEEPER_WHILE_ORDERED] ?? 'success') === 'error';
    $isAccepted = $answer->isDone() || ($answer->isUnderWay() && !$waits);
    return $isAccepted ? 'success' : $answer->inWords();
}

/** One id for each service, and for each addon of one: opening it again can only find it. */
function panelkeeper_path(array $params): string
{
    $prefix = trim((string) ($params[PANELKEEPER_PREFIX] ?? '')) ?: 'whmcs';
    $addon = (int) ($params['addonId'] ?? 0);
    $id = $prefix . '-' . (int) $params['serviceid'] . ($addon > 0 ? '-a' . $addon : '');
    return '/v1/services/' . rawurlencode($id);
}

/** The name that staff see at the license server. */
function panelkeeper_name(array $params): string
{
    $domain = trim((string) ($params['domain'] ?? ''));
    return $domain !== '' ? $domain : 'service ' . (int) $params['serviceid'];
}

function panelkeeper_address(array $params): string
{
    $field = trim((string) ($params[PANELKEEPER_ADDRESS_FIELD] ?? ''));
    if ($field !== '') {
        $ip = (string) ($params['customfields'][$field] ?? '');
    } else {
        $model = $params['model'] ?? null;
        // An addon stands on the server of its service.
        $ip = (string) ($model->dedicatedip ?? $model->service->dedicatedip ?? '');
    }
    if (trim($ip) === '') {
        $where = $field !== '' ? 'The custom field "' . $field . '"' : 'The dedicated IP';
        throw new InvalidArgumentException($where . ' is empty: the address of the VPS is needed first.');
    }
    return trim($ip);
}

function panelkeeper_months(array $params): int
{
    $set = trim((string) ($params[PANELKEEPER_PERIOD] ?? ''));
    if (ctype_digit($set) && (int) $set > 0) {
        return (int) $set;
    }
    $cycle = strtolower((string) ($params['model']->billingcycle ?? ''));
    if (!isset(PANELKEEPER_CYCLES[$cycle])) {
        throw new InvalidArgumentException(
            'The billing cycle "' . $cycle . '" has no months: set Period in the module settings of the product.'
        );
    }
    return PANELKEEPER_CYCLES[$cycle];
}

function panelkeeper_escape(string $text): string
{
    return htmlspecialchars($text, ENT_QUOTES);
}
