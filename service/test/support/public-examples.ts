import { expect } from 'vitest'

/** A request from a project's own public documentation or tests, and what to know about it here. */
export interface PublicExample {
  api: 'Execute' | 'Jobe' | 'Judge0' | 'Piston' | 'SandboxFusion'
  name: string
  path: string
  body: object
  status?: number
  /** The documented part of the answer; ours may have more. */
  answer: object
}

const HELLO_C = `#include <stdio.h>

int main(void) {
  char name[10];
  scanf("%s", name);
  printf("hello, %s\\n", name);
  return 0;
}`

const jobe = (name: string, run_spec: object, answer: object): PublicExample => ({
  api: 'Jobe',
  name,
  path: '/jobe/index.php/restapi/runs',
  body: { run_spec },
  answer,
})

const judge0 = (name: string, query: string, body: object, answer: object, status = 201): PublicExample => ({
  api: 'Judge0',
  name,
  path: `/judge0/submissions${query}`,
  body,
  status,
  answer,
})

/** From the documentation of Judge0, the test submissions of Jobe, and the READMEs of Piston and SandboxFusion. */
export const PUBLIC_EXAMPLES: readonly PublicExample[] = [
  judge0(
    'hello in C, waited for',
    '?base64_encoded=false&wait=true',
    { source_code: HELLO_C, language_id: 50, stdin: 'world' },
    { stdout: 'hello, world\n', stderr: null, compile_output: null, message: null, status: { id: 3 } },
  ),
  judge0(
    'hello in C, as expected',
    '?wait=true',
    { source_code: HELLO_C, language_id: 50, stdin: 'Judge0', expected_output: 'hello, Judge0' },
    { status: { id: 3, description: 'Accepted' } },
  ),
  judge0(
    'the same in base64',
    '?base64_encoded=true&wait=true',
    { source_code: Buffer.from(HELLO_C).toString('base64'), language_id: 50, stdin: 'SnVkZ2Uw' },
    { stdout: 'aGVsbG8sIEp1ZGdlMAo=\n', status: { id: 3 } },
  ),
  judge0('no language', '', { source_code: HELLO_C }, { language_id: ["can't be blank"] }, 422),
  judge0(
    'three languages at once',
    '/batch',
    {
      submissions: [
        { language_id: 46, source_code: 'echo hello from Bash' },
        { language_id: 71, source_code: 'print("hello from Python")' },
        { language_id: 123_456_789, source_code: 'puts("hello from Ruby")' },
      ],
    },
    [
      { token: expect.any(String) },
      { token: expect.any(String) },
      { language_id: ["language with id 123456789 doesn't exist"] },
    ],
  ),
  jobe(
    'valid Python 3',
    { language_id: 'python3', sourcecode: 'print("Hello world!")\n', sourcefilename: 'test.py' },
    { outcome: 15, stdout: 'Hello world!\n' },
  ),
  jobe(
    'Python 3 with input',
    {
      language_id: 'python3',
      sourcecode: 'print(input())\nprint(input())\n',
      sourcefilename: 'test.py',
      input: 'Line1\nLine2\n',
    },
    { outcome: 15, stdout: 'Line1\nLine2\n' },
  ),
  jobe(
    'valid C',
    {
      language_id: 'c',
      sourcecode: '#include <stdio.h>\nint main() {\n    printf("Hello world\\nIsn\'t this fun!\\n");\n}\n',
      sourcefilename: 'test.c',
    },
    { outcome: 15, stdout: "Hello world\nIsn't this fun!\n" },
  ),
  jobe(
    'C that does not compile',
    {
      language_id: 'c',
      sourcecode: '#include <stdio.h>\nint main(): {\n    printf("Hello world");\n}\n',
      sourcefilename: 'test.c',
    },
    { outcome: 11 },
  ),
  jobe(
    'a program that never ends',
    {
      language_id: 'python3',
      sourcecode: 'while True: pass\n',
      sourcefilename: 'test.py',
      parameters: { cputime: 1 },
    },
    { outcome: 13 },
  ),
  jobe(
    'C that recurses forever',
    {
      language_id: 'c',
      sourcecode:
        'int silly(int i) {\n    int j = silly(i + 1);\n    return j + i;\n}\nint main() { return silly(0); }\n',
      sourcefilename: 'test.c',
      parameters: { compileargs: ['-O0'] },
    },
    { outcome: 12 },
  ),
  jobe(
    'Java whose class has its own name',
    {
      language_id: 'java',
      sourcecode:
        'public class Blah {\n   public static void main(String[] args) {\n      System.out.println("Farewell cruel world");\n   }\n}\n',
      sourcefilename: 'Blah.java',
    },
    { outcome: 15, stdout: 'Farewell cruel world\n' },
  ),
  {
    api: 'SandboxFusion',
    name: 'hello in Python',
    path: '/sandboxfusion/run_code',
    body: { code: 'print("Hello, world!")', language: 'python' },
    answer: {
      status: 'Success',
      message: '',
      compile_result: null,
      run_result: { status: 'Finished', return_code: 0, stdout: 'Hello, world!\n', stderr: '' },
      executor_pod_name: null,
      files: {},
    },
  },
  {
    api: 'Piston',
    name: 'the arguments of a program in JavaScript',
    path: '/api/v2/execute',
    body: {
      language: 'js',
      version: '*',
      files: [{ name: 'my_cool_code.js', content: 'console.log(process.argv.slice(2))' }],
      stdin: '',
      args: ['1', '2', '3'],
      compile_timeout: 10_000,
      run_timeout: 3000,
      compile_memory_limit: -1,
      run_memory_limit: -1,
    },
    answer: { language: 'javascript', run: { stdout: "[ '1', '2', '3' ]\n", stderr: '', code: 0, signal: null } },
  },
  {
    api: 'Execute',
    name: 'hello',
    path: '/execute',
    body: { language: 'python', code: 'print("Hello")' },
    answer: { status: 'success', output: 'Hello\n', exitCode: 0 },
  },
]
