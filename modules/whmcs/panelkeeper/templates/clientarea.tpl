{if $licenseKey}
  <p>License key: <code>{$licenseKey|escape}</code></p>
{elseif $isUnderWay}
  <p>Your license is being prepared. The key is shown here when it is there.</p>
{else}
  <p>The license key cannot be shown now. Please try again later.</p>
{/if}
