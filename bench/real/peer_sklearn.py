"""scikit-learn's histogram gradient boosting as it comes, not tuned. usage: peer_sklearn.py FOLDER OUT"""
import sys

import sklearn
from sklearn.ensemble import HistGradientBoostingRegressor

from tables import Task

folder, out = sys.argv[1:]
print(sklearn.__version__, flush=True)
task = Task(folder)
levels = [kind == "unordered" for kind in task.kinds]


def fit(x, y, queries):
    trees = HistGradientBoostingRegressor(categorical_features=levels if any(levels) else None, random_state=0)
    return trees.fit(x, y).predict(queries)


task.run(out, fit)
