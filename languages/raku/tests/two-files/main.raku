use Greeting;

say greet('Ada');
