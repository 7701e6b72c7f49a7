import { afterAll, beforeAll, expect, it } from 'vitest'
import { post, startService, type TestService } from './support/service.ts'

let service: TestService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const C = `#include <pwd.h>
#include <stdio.h>
#include <unistd.h>
int main(void) { printf("%s %s\\n", getpwuid(getuid())->pw_name, getpwnam("sandbox")->pw_dir); }`

const JAVASCRIPT = `import { userInfo } from 'node:os'
import { lookup } from 'node:dns/promises'
const found = await lookup('localhost', { all: true })
console.log(userInfo().username, found.map(({ address }) => address).toSorted().join())`

const GO = `package main
import ("fmt"; "net"; "os/user")
func main() { me, _ := user.Current(); found, err := net.LookupHost("localhost"); fmt.Println(me.Username, found[0], err) }`

const JAVA = `import java.net.*;
class Main {
  public static void main(String[] args) throws Exception {
    System.out.println(System.getProperty("user.name") + " " + InetAddress.getByName("localhost").getHostAddress());
  }
}`

it.each([
  ['bash', 'echo "$(whoami) $(id -gn)"', 'sandbox sandbox\n'],
  ['c', C, 'sandbox /tmp\n'],
  ['javascript', JAVASCRIPT, 'sandbox 127.0.0.1,::1\n'],
  [
    'python',
    'import getpass, pwd, os; print(getpass.getuser(), pwd.getpwuid(os.getuid()).pw_name)',
    'sandbox sandbox\n',
  ],
  ['go', GO, 'sandbox 127.0.0.1 <nil>\n'],
  ['java', JAVA, 'sandbox 127.0.0.1\n'],
])('a program finds a name for its user, and localhost: %s', async (language, code, stdout) => {
  expect(await post(service, { language, code })).toMatchObject({ verdict: 'ok', run: { stdout } })
})
