void main()
{
    while (true)
    {
    }
}
