<?php

/**
 * Plays WHMCS's side: loads the module as WHMCS does, calls one function with its parameters, and
 * prints what it answers and what it wrote to the module log. Every notice is an error.
 */

define('WHMCS', true);
error_reporting(E_ALL);
set_error_handler(static function (int $level, string $message, string $file, int $line): bool {
    throw new ErrorException($message, 0, $level, $file, $line);
});

$logged = [];
function logModuleCall($module, $action, $request, $response, $processed = '', $masked = [])
{
    global $logged;
    // WHMCS itself masks these wherever they stand.
    $text = json_encode([$module, $action, $request, $response, $processed]);
    $logged[] = str_replace($masked, '***', $text);
}

require __DIR__ . '/../../modules/whmcs/panelkeeper/panelkeeper.php';

$asked = json_decode(stream_get_contents(STDIN));
$params = json_decode(json_encode($asked->params), true);
$params['model'] = $asked->model ?? new stdClass();
$function = 'panelkeeper_' . $asked->function;
try {
    $answer = in_array($asked->function, ['MetaData', 'ConfigOptions', 'AdminCustomButtonArray'], true)
        ? $function()
        : $function($params);
} catch (Exception $error) {
    $answer = ['thrown' => $error->getMessage()];
}
echo json_encode(['answer' => $answer, 'log' => $logged]);
