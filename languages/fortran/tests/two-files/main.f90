program main
  use greeting, only: greet
  implicit none

  print '(a)', greet('Ada')
end program main
