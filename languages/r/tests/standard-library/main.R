all <- rownames(installed.packages())
missing <- Filter(function(name) !suppressWarnings(requireNamespace(name, quietly = TRUE)), all)
cat(length(all) > 20, missing, "\n")
