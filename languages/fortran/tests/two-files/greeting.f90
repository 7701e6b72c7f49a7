module greeting
  use words, only: hello
  implicit none
contains
  function greet(name) result(text)
    character(len=*), intent(in) :: name
    character(len=:), allocatable :: text

    text = hello // ', ' // name // '!'
  end function greet
end module greeting
