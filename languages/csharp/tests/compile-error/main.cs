class Program
{
    static int number = "text";

    static void Main() {}
}
