#!/usr/bin/env node
// Starts a real PowerShell and puts it into Constrained Language Mode before its first line, as an application policy does.
import { spawn } from 'node:child_process';

const child = spawn(process.env.OSD_TEST_ENGINE, process.argv.slice(2), { stdio: ['pipe', 'inherit', 'inherit'] });
child.stdin.on('error', () => {});
child.stdin.write("$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'\n");
process.stdin.pipe(child.stdin);
child.once('exit', (code, signal) => process.exit(signal ? 1 : code));
