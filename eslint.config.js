import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// What runs inside a Workflow must give the same answer on every machine and at every replay.
const nondeterministic = [
  {
    name: 'Intl',
    message: 'Formats with the clock and the ICU data of the machine: not the same on replay.',
  },
  { name: 'process', message: 'Does not exist in the Workflow sandbox.' },
  { name: 'fetch', message: 'The world is touched by Activities only.' },
];
const localTime = [
  'getDate',
  'getDay',
  'getHours',
  'getMonth',
  'getFullYear',
  'toLocaleString',
  'toLocaleDateString',
];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '.test-rooms', '.stryker', 'reports'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js', '*.cjs'] } } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off', // A message without an answer is `defineUpdate<void, ...>`.
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/only-throw-error': 'off', // Temporal's failures cross realms and are not recognised as Error.
      eqeqeq: 'error',
      // Prettier keeps the code within its own width.
      'max-len': ['error', { code: 1000, comments: 100, ignorePattern: 'eslint-disable|https?://' }],
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/cli/shared/environment.ts'],
    rules: {
      'max-params': ['error', 4],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':function > Identifier.params > TSTypeAnnotation > TSBooleanKeyword, :function > Identifier.params > TSTypeAnnotation > TSUnionType > TSBooleanKeyword',
          message: 'A caller cannot tell what true means: take an object or one of two words.',
        },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: 'The environment is read in src/cli/shared/environment.ts only.',
        },
      ],
    },
  },
  {
    files: ['src/domain/**', 'src/workflows/**', 'src/contract/**'],
    rules: {
      'no-restricted-globals': ['error', ...nondeterministic],
      'no-restricted-properties': [
        'error',
        ...localTime.map((property) => ({
          property,
          message: 'Depends on the time zone of the machine: use the UTC form.',
        })),
      ],
    },
  },
  {
    files: ['src/domain/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'A decision takes `now`; it never reads a clock.' },
        { object: 'Math', property: 'random', message: 'A decision is a function of its arguments.' },
        ...localTime.map((property) => ({
          property,
          message: 'Depends on the time zone of the machine: use the UTC form.',
        })),
      ],
    },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', name: ['describe', 'it', 'test', 'suite'], package: 'node:test' },
          ],
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['*.js', '*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { module: 'writable' } },
  },
);
