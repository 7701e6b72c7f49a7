namespace Greetings
{
    public class Greeting
    {
        readonly string name;

        public Greeting(string name) => this.name = name;

        public override string ToString() => $"Hello, {name}!";
    }
}
