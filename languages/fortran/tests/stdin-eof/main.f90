program total
  implicit none
  integer :: number, status, sum = 0

  do
    read (*, *, iostat=status) number
    if (status /= 0) exit
    sum = sum + number
  end do
  print '(i0)', sum
end program total
