/** `panelkeeper simulate` in a process of its own, for a test to interrupt. */
import { simulateCommand } from '../../src/cli/simulate.js';

await simulateCommand().parseAsync();
