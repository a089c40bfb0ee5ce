# R's smoothers. usage: peer_r.R FOLDER OUT loess|locfit|gam
#   loess   degree 1 or 2 and the span by generalised cross-validation; levels as numbers, the first four features alone: it takes no more
#   locfit  degree 1 or 2 and the share of neighbours the same way; levels as numbers
#   gam     mgcv, one smooth term a number or level in an order, a constant an unordered level; REML
args <- commandArgs(TRUE); folder <- args[1]; out <- args[2]; who <- args[3]
data <- read.csv(file.path(folder, "data.csv"))
columns <- read.table(file.path(folder, "columns.txt"), col.names = c("name", "kind"), stringsAsFactors = FALSE)
splits <- as.matrix(read.csv(file.path(folder, "splits.csv"), header = FALSE)) + 1
package <- c(loess = "stats", locfit = "locfit", gam = "mgcv")[[who]]
suppressMessages(library(package, character.only = TRUE))
cat(as.character(packageVersion(package)), "\n")
spans <- c(0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1)
best <- function(fits, score) { s <- sapply(fits, function(f) if (is.null(f)) Inf else score(f)); s[!is.finite(s)] <- Inf; if (all(s == Inf)) NULL else fits[[which.min(s)]] }
quiet <- function(expression) suppressWarnings(tryCatch(expression, error = function(e) NULL))
settings <- expand.grid(span = spans, degree = 1:2)
fit <- switch(who,
  loess = function(train, test) {
    formula <- as.formula(paste("y ~", paste(head(columns$name, 4), collapse = " + ")))
    trace <- loess.control(trace.hat = if (nrow(train) > 1000) "approximate" else "exact") # as its manual advises
    fits <- lapply(seq_len(nrow(settings)), function(k) quiet(loess(formula, train, span = settings$span[k], degree = settings$degree[k], control = trace)))
    # The trace may be a bad guess where a local design is singular.
    chosen <- best(fits, function(f) { n <- f$n; if (f$trace.hat > 0.7 * n || f$trace.hat < 1) Inf else n * sum(f$residuals^2) / (n - f$trace.hat)^2 })
    if (is.null(chosen)) return(rep(NA, nrow(test)))
    direct <- quiet(loess(formula, train, span = chosen$pars$span, degree = chosen$pars$degree, control = loess.control(surface = "direct")))
    quiet(predict(direct, test))
  },
  locfit = function(train, test) {
    fits <- lapply(seq_len(nrow(settings)), function(k) quiet(locfit(as.formula(sprintf("y ~ lp(%s, nn = %g, deg = %d, scale = TRUE)",
      paste(columns$name, collapse = ", "), settings$span[k], settings$degree[k])), data = train, maxk = 1000)))
    chosen <- best(fits, function(f) { n <- f$mi[["n"]]; v <- f$dp[["df1"]]; if (!is.finite(v) || v > 0.7 * n || v < 1) Inf else n * sum((train$y - quiet(predict(f, train)))^2) / (n - v)^2 })
    if (is.null(chosen)) rep(NA, nrow(test)) else quiet(as.numeric(predict(chosen, test)))
  },
  gam = function(train, test) {
    term <- function(k) if (columns$kind[k] == "unordered") sprintf("factor(%s)", columns$name[k]) else
      sprintf("s(%s, k = %d)", columns$name[k], min(20, length(unique(train[[columns$name[k]]])) - 1))
    terms <- sapply(seq_len(nrow(columns)), term)
    as.numeric(predict(gam(as.formula(paste("y ~", paste(terms, collapse = " + "))), data = train, method = "REML"), test))
  })
done <- if (file.exists(out)) length(readLines(out)) else 0 # a run goes on after what is there
to <- file(out, "a")
for (k in setdiff(seq_len(nrow(splits)), seq_len(done))) {
  test <- splits[k, ]
  found <- fit(data[-test, ], data[test, ])
  if (is.null(found)) found <- rep(NA, length(test))
  writeLines(paste(ifelse(is.finite(found), sprintf("%.17g", found), "nan"), collapse = ","), to); flush(to)
}
close(to)
