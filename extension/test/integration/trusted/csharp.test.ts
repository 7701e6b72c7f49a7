import assert from 'node:assert/strict'
import { DiagnosticSeverity, type Position, type TextDocument, languages } from 'vscode'
import { rewrite, runInTerminal, tidy, untitled } from '../harness/editing.ts'
import { serviceUrl } from '../harness/settings.ts'

/** C# 14: records, patterns, async streams, an extension property, System.Text.Json. */
const PROGRAM = `using System.Text.Json;

List<Shape> shapes = [new Circle("big", 2), new Square("small", 1)];
await foreach (var line in Describe(shapes)) Console.WriteLine(line);
Console.WriteLine(JsonSerializer.Serialize((Square)shapes[1] with { Side = 3 }));
Console.WriteLine("ab".Twice);

static async IAsyncEnumerable<string> Describe(IEnumerable<Shape> shapes)
{
    foreach (var shape in shapes)
    {
        await Task.Yield();
        yield return shape switch
        {
            Circle { Radius: > 1 and var radius } => $"{shape.Name}: {radius * radius}",
            Square(var name, var side) => $"{name}: {side * side}",
            _ => throw new InvalidOperationException(),
        };
    }
}

abstract record Shape(string Name);
record Circle(string Name, double Radius) : Shape(Name);
record Square(string Name, double Side) : Shape(Name);

static class Texts
{
    extension(string text)
    {
        public string Twice => text + text;
    }
}
`

/** Whether the service can run it: the image takes minutes to build, and no starter needs it. */
async function isBuilt(id: string): Promise<boolean> {
  const response = await fetch(new URL('/v1/languages', serviceUrl))
  const known = (await response.json()) as { languages: { id: string; available: boolean }[] }
  return known.languages.some((language) => language.id === id && language.available)
}

/** What the last run found, as a place and a message. */
function problemsIn({ uri }: TextDocument): { severity: DiagnosticSeverity; start: Position; message: string }[] {
  return languages
    .getDiagnostics(uri)
    .filter(({ source }) => source === 'sandbox')
    .map(({ severity, range, message }) => ({ severity, start: range.start, message }))
}

/** The position of a text in the document. */
function placeOf(document: TextDocument, text: string): Position {
  const at = document.getText().indexOf(text)
  assert.notEqual(at, -1)
  return document.positionAt(at)
}

describe('C# 14', () => {
  before(async function () {
    if (await isBuilt('csharp')) return
    console.log('    skipped: the image of csharp is not built: bin/sandrun.mjs lang build csharp')
    this.skip()
  })
  afterEach(tidy)

  it('runs, and has problems at their places: of the compiler and of the program', async function () {
    // Three programs, each with its own compilation.
    this.timeout(180_000)
    const document = await untitled('csharp', PROGRAM)
    const run = await runInTerminal('Untitled-')
    await run.done
    for (const line of ['big: 4', 'small: 1', '{"Side":3,"Name":"small"}', 'abab']) await run.shows(line)
    assert.deepEqual(problemsIn(document), [])

    await rewrite(document, PROGRAM.replace('.Twice)', '.Thrice)'))
    await (
      await runInTerminal('Untitled-')
    ).done
    const [wrong] = problemsIn(document)
    assert.match(wrong?.message ?? '', /CS1061.*Thrice/)
    assert.equal(wrong?.severity, DiagnosticSeverity.Error)
    assert.deepEqual(wrong?.start, placeOf(document, 'Thrice'))

    await rewrite(document, PROGRAM.replace('new Square("small", 1)', 'new Circle("small", 1)'))
    await (
      await runInTerminal('Untitled-')
    ).done
    const [thrown] = problemsIn(document)
    assert.match(thrown?.message ?? '', /InvalidOperationException|InvalidCastException/)
    assert.equal(thrown?.start.line, placeOf(document, '_ => throw').line)
  })
})
