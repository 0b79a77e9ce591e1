<?php

namespace Panelkeeper;

/** What panelkeeper answered, or that it did not. */
final class Answer
{
    /** @var int the HTTP status; 0 where there was no answer */
    public $status;
    /** @var array<string, mixed> */
    public $body;

    /** @param array<string, mixed> $body */
    public function __construct(int $status, array $body)
    {
        $this->status = $status;
        $this->body = $body;
    }

    public function isDone(): bool
    {
        return $this->status === 200;
    }

    /** It was accepted and goes on by itself. */
    public function isUnderWay(): bool
    {
        return $this->status === 202 && empty($this->body['needsHuman']);
    }

    public function hasCode(string $code): bool
    {
        return ($this->body['code'] ?? '') === $code;
    }

    /** What staff read: what happened, and what can be done. */
    public function inWords(): string
    {
        if ($this->status === 0) {
            return $this->body['detail'] . ' Nothing is lost: do the same again, it cannot be paid twice.';
        }
        if ($this->status === 202) {
            $does = $this->isUnderWay()
                ? 'It goes on by itself; doing the same again is harmless.'
                : 'It needs a human: `panelkeeper show` says what may be decided.';
            return 'Not done yet: ' . ($this->body['reason'] ?? '') . '. ' . $does;
        }
        $detail = (string) ($this->body['detail'] ?? 'HTTP status ' . $this->status);
        return $detail . ' (' . ($this->body['code'] ?? $this->status) . ')';
    }
}

/** Calls panelkeeper's HTTP API. */
final class Gateway
{
    private const CONNECT_S = 5;
    /** PHP and proxies stop most pages after 30 seconds or a minute. */
    private const ANSWER_S = 25;
    private const WAIT_S = 20;

    /** @var string */
    private $url;
    /** @var string */
    private $token;

    public function __construct(string $url, string $token)
    {
        $this->url = $url;
        $this->token = $token;
    }

    /**
     * Takes address and token from the server that the product is assigned to.
     *
     * @param array<string, mixed> $params
     */
    public static function of(array $params): self
    {
        $host = (string) ($params['serverhostname'] ?? '') ?: (string) ($params['serverip'] ?? '');
        $secure = !empty($params['serversecure']);
        $port = (int) ($params['serverport'] ?? 0) ?: 7440;
        $token = (string) ($params['serveraccesshash'] ?? '') ?: (string) ($params['serverpassword'] ?? '');
        // What comes from a form of WHMCS may be encoded for HTML.
        $token = trim(html_entity_decode($token, ENT_QUOTES));
        return new self(($secure ? 'https' : 'http') . '://' . $host . ':' . $port, $token);
    }

    /**
     * @param array<string, mixed>|null $body
     */
    public function call(string $method, string $path, ?array $body = null): Answer
    {
        for ($try = 1; ; $try++) {
            [$text, $status, $errno, $error] = $this->send($method, $path, $body);
            // Where no connection was made nothing has arrived: once more is safe for anything.
            if ($errno === CURLE_COULDNT_CONNECT && $try === 1) {
                continue;
            }
            break;
        }
        $action = $method . ' ' . $path;
        if ($errno !== 0) {
            $answer = new Answer(0, ['detail' => 'panelkeeper did not answer (' . $error . ').']);
        } else {
            $decoded = json_decode($text, true);
            $answer = is_array($decoded)
                ? new Answer($status, $decoded)
                : new Answer(0, ['detail' => 'What answered is not panelkeeper (HTTP status ' . $status . ').']);
        }
        $this->log($action, $body, $text, $answer);
        return $answer;
    }

    /**
     * @param array<string, mixed>|null $body
     * @return array{string, int, int, string}
     */
    private function send(string $method, string $path, ?array $body): array
    {
        $headers = [
            'Authorization: Bearer ' . $this->token,
            'Accept: application/json',
            'Prefer: wait=' . self::WAIT_S,
        ];
        $curl = curl_init($this->url . $path);
        curl_setopt_array($curl, [
            CURLOPT_CUSTOMREQUEST => $method,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_CONNECTTIMEOUT => self::CONNECT_S,
            CURLOPT_TIMEOUT => self::ANSWER_S,
            CURLOPT_SSL_VERIFYPEER => true,
            CURLOPT_SSL_VERIFYHOST => 2,
        ]);
        if ($body !== null) {
            $headers[] = 'Content-Type: application/json';
            curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($body));
        }
        curl_setopt($curl, CURLOPT_HTTPHEADER, $headers);
        $text = curl_exec($curl);
        return [
            is_string($text) ? $text : '',
            (int) curl_getinfo($curl, CURLINFO_HTTP_CODE),
            curl_errno($curl),
            curl_error($curl),
        ];
    }

    /**
     * Writes to WHMCS's module log, while that is on; the token and license keys are masked there.
     *
     * @param array<string, mixed>|null $body
     */
    private function log(string $action, ?array $body, string $text, Answer $answer): void
    {
        if (!function_exists('logModuleCall')) {
            return;
        }
        $keys = array_filter([$answer->body['key'] ?? null, $answer->body['license']['key'] ?? null]);
        $secrets = array_merge([$this->token], array_values($keys));
        logModuleCall('panelkeeper', $action, $body ?? '', $text, $answer->inWords(), $secrets);
    }
}
