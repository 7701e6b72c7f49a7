int[] numbers = [1, 2, 3];
unsafe
{
    fixed (int* first = numbers) Console.WriteLine(*(first + 2));
}
