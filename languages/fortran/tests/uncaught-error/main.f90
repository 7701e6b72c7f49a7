program broken
  implicit none
  integer :: number

  read (*, *) number
  print *, number
end program broken
