namespace Ada.Shapes;

abstract record Shape(string Name);

sealed record Circle(string Name, double Radius) : Shape(Name);

sealed record Square(string Name, int Side) : Shape(Name);
