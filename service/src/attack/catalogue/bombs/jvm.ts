import { type Bomb, steps } from './bomb.ts'

const TEXTS = `class Main { static final String A0 = "${'x'.repeat(64)}"${steps(30, (number, last) => `, A${number} = A${last} + A${last}`, '')}; public static void main(String[] args) { System.out.println(A30.length()); } }`

const CHOICE = `class Main { static <T> T f(T a) { return a; } static <T> T f(java.util.function.Supplier<T> a) { return a.get(); } public static void main(String[] args) { Object o = ${'f(() -> '.repeat(24)}1${')'.repeat(24)}; } }`

/** For the languages of the Java platform. */
export const JVM: readonly Bomb[] = [
  {
    language: 'java',
    name: 'nested types',
    code: `class Main { static { Object o = ${'(java.util.function.Supplier<Object>) () -> '.repeat(400)} null; } }`,
  },
  { language: 'java', name: 'texts', code: TEXTS },
  { language: 'java', name: 'a choice of methods', code: CHOICE },
  { language: 'java8', name: 'texts', code: TEXTS },
  { language: 'java8', name: 'a choice of methods', code: CHOICE },
  {
    language: 'scala',
    name: 'types that double',
    code: `object Main extends App {\n  def f0[A](x: A) = (x, x)\n${steps(30, (number, last) => `  def f${number}[A](x: A) = f${last}(f${last}(x))`)}\n}\n`,
  },
  {
    language: 'scala',
    name: 'implicit values',
    code: `class Zero
class Next[N]
class Known[N]
object Main extends App {
  implicit val zero: Known[Zero] = new Known
  implicit def next[N](implicit one: Known[N], other: Known[N]): Known[Next[N]] = new Known
  implicitly[Known[${'Next['.repeat(30)}Zero${']'.repeat(30)}]]
}
`,
  },
  {
    language: 'kotlin',
    name: 'types that double',
    code: `fun <A> f0(x: A) = Pair(x, x)\n${steps(30, (number, last) => `fun <A> f${number}(x: A) = f${last}(f${last}(x))`)}\nfun main() {}\n`,
  },
  {
    language: 'kotlin',
    name: 'texts',
    code: `const val A0 = "${'x'.repeat(64)}"\n${steps(30, (number, last) => `const val A${number} = A${last} + A${last}`)}\nfun main() = println(A30.length)\n`,
  },
]
