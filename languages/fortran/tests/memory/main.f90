program hoard
  implicit none
  type :: block
    integer(1), allocatable :: bytes(:)
  end type block
  type(block) :: blocks(100000)
  integer :: i

  do i = 1, size(blocks)
    allocate (blocks(i)%bytes(1048576), source=1_1)
  end do
  print *, blocks(1)%bytes(1)
end program hoard
