program arguments
  implicit none
  character(len=:), allocatable :: argument
  integer :: i, length

  do i = 1, command_argument_count()
    call get_command_argument(i, length=length)
    if (allocated(argument)) deallocate (argument)
    allocate (character(len=length) :: argument)
    call get_command_argument(i, argument)
    print '(a)', argument
  end do
end program arguments
