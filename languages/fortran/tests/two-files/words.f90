module words
  implicit none
  character(len=*), parameter :: hello = 'Hello'
end module words
