% Saves the figures that are open as pictures, which come back: there is no screen to show them on.
function sandrun_figures()
  for number = sort(get(0, "children"))'
    fprintf(stderr, "There is no screen: the figure is saved as figure-%d.png.\n", number);
    print(number, sprintf("figure-%d.png", number), "-dpngcairo");
  end
end
