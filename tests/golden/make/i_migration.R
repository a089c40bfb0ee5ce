# R's part of i_migration.py: one JSON object a line. usage: i_migration.R FOLDER
suppressMessages(library(locfit))
folder <- commandArgs(TRUE)[1]
read <- function(file, set, key) { # from our own files alone: a list of numbers, or of rows of numbers
  code <- sprintf("import json; print(json.dumps(json.load(open(%s))['data'][%s][%s]))", shQuote(file.path(folder, file), "cmd"), shQuote(set, "cmd"), shQuote(key, "cmd"))
  text <- system2("python3", c("-c", shQuote(code)), stdout = TRUE)
  rows <- strsplit(gsub("^\\[|\\]$", "", gsub(" ", "", text)), "\\],\\[")[[1]]
  values <- lapply(rows, function(row) as.numeric(strsplit(gsub("[][]", "", row), ",")[[1]]))
  if (length(values) == 1) values[[1]] else do.call(rbind, values)
}
list_of <- function(v) paste0("[", paste(formatC(v, digits = 17, format = "g"), collapse = ", "), "]")
entry <- function(id, program, version, call, data, value, more)
  cat(sprintf('{"id": "%s", "program": "%s", "version": "%s", "call": "%s", "data": "%s", %s, "value": %s}\n', id, program, version, gsub('"', "'", call), data, more, list_of(value)))
R <- paste(R.version$major, R.version$minor, sep = "."); L <- as.character(packageVersion("locfit"))

x <- read("d_local_linear.json", "ll1", "x"); y <- read("d_local_linear.json", "ll1", "y")
q <- seq(1, 9, 1)
direct <- loess.control(surface = "direct")
one <- data.frame(x, y)
entry("i.loess.symmetric", "R stats", R, 'loess(y ~ x, span = 0.75, degree = 1, family = "symmetric", control = loess.control(surface = "direct", iterations = 4))', "d_local_linear.json ll1",
  predict(loess(y ~ x, one, span = .75, degree = 1, family = "symmetric", control = loess.control(surface = "direct", iterations = 4)), data.frame(x = q)),
  sprintf('"q": %s, "degree": 1, "span": 0.75, "family": "symmetric"', list_of(q)))
entry("i.loess.interpolate", "R stats", R, "loess(y ~ x, span = 0.3, degree = 1)", "d_local_linear.json ll1", predict(loess(y ~ x, one, span = .3, degree = 1), data.frame(x = q)),
  sprintf('"q": %s, "degree": 1, "span": 0.3, "approximate": "interpolated between vertices of a tree"', list_of(q)))
for (kernel in c("tcub", "gauss")) for (alpha in list(c(0.7, 0), c(0, 2.5 * 0.8))) if ((kernel == "tcub") == (alpha[1] > 0))
  entry("i.locfit", "R locfit", L, sprintf('predict(locfit.raw(x, y, alpha = c(%g, %g), deg = 1, kern = "%s", ev = q), where = "fitp")', alpha[1], alpha[2], kernel), "d_local_linear.json ll1",
    predict(locfit.raw(x, y, alpha = alpha, deg = 1, kern = kernel, ev = q), where = "fitp"),
    sprintf('"q": %s, "degree": 1, "span": %g, "h": %g, "kernel": "%s"', list_of(q), alpha[1], alpha[2] / 2.5, kernel))
two <- read("d_local_linear.json", "ll2", "x"); y2 <- read("d_local_linear.json", "ll2", "y")
both <- data.frame(a = two[, 1], b = 10 * two[, 2], y = y2)
at <- expand.grid(a = quantile(both$a, c(.2, .5, .8)), b = quantile(both$b, c(.3, .7)))
for (degree in 1:2) for (span in c(0.6, 1.5))
  entry("i.loess.two", "R stats", R, sprintf('loess(y ~ a + b, span = %g, degree = %d, control = loess.control(surface = "direct"))', span, degree), "d_local_linear.json ll2, a = x1, b = 10 x2",
    predict(loess(y ~ a + b, both, span = span, degree = degree, control = direct), at),
    sprintf('"a": %s, "b": %s, "degree": %d, "span": %g', list_of(at$a), list_of(at$b), degree, span))
