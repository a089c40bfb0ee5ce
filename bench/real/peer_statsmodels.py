"""statsmodels KernelReg with Li and Racine's kernels of levels. usage: peer_statsmodels.py FOLDER OUT lc|ll cv_ls|aic REPEATS"""
import sys
import warnings

import numpy as np
import statsmodels
from statsmodels.nonparametric.kernel_regression import KernelReg

from tables import Task

folder, out, regression, rule, repeats = sys.argv[1:]
print(statsmodels.__version__, flush=True)
warnings.simplefilter("ignore")
task = Task(folder)
kinds = "".join({"number": "c", "unordered": "u", "ordered": "o"}[k] for k in task.kinds)


def fit(x, y, queries):
    model = KernelReg(y, x, kinds, reg_type=regression, bw=rule, ukertype="aitchison_aitken_reg", okertype="wangryzin_reg")
    return np.asarray(model.fit(queries)[0])


task.run(out, fit, int(repeats))
