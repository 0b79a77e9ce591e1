/** `panelkeeper simulate` in a process of its own, for a test to interrupt. */
import { simulateCommand } from '../../src/cli/commands/simulate.js';

await simulateCommand().parseAsync();
