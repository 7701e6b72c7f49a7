program broken
  implicit none
  integer :: numbers(3) = 0, index = 3

  numbers(index + 1) = 7
  print *, numbers
end program broken
