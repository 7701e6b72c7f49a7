Console.WriteLine($"{Console.WindowWidth}x{Console.WindowHeight} {Console.IsOutputRedirected}");
Console.ForegroundColor = ConsoleColor.Red;
Console.Write("press a key ");
Console.ResetColor();
ConsoleKeyInfo key = Console.ReadKey(intercept: true);
Console.WriteLine($"got {key.Key}");
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    Console.WriteLine("stopping");
    Environment.Exit(5);
};
Console.WriteLine("now stop");
Thread.Sleep(Timeout.Infinite);
