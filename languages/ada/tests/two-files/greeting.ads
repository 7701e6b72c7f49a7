package Greeting is
   procedure Greet (Name : String);
end Greeting;
