# Bandwidths that KernSmooth's dpill chooses. usage: choose_kernsmooth.R FOLDER
suppressMessages(library(KernSmooth))
folder <- commandArgs(TRUE)[1]
lines <- c()
for (path in list.files(folder, "^draws-", full.names = TRUE)) {
  design <- sub("^draws-(.*)\\.csv$", "\\1", basename(path))
  table <- read.csv(path)
  for (rows in split(table, table$draw)) {
    h <- tryCatch(dpill(rows$x, rows$y), error = function(e) NaN)
    lines <- c(lines, sprintf("%s,dpill,%d,%.17g", design, rows$draw[1], h))
  }
}
writeLines(lines, file.path(folder, "chosen-kernsmooth.csv"))
