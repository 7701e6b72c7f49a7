plot(1:3);
disp("plotted");
function leave()
  exit(3);
end
leave();
