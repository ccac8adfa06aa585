"""Writes expected.json: what scipy and statsmodels say. Run once, with scipy 1.10.1, statsmodels 0.13.5, numpy 1.24.2 (Debian 12).

python3 expected.py > expected.json && npx biome format --write expected.json
"""
import itertools
import json

import numpy as np
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight, survdiff
from statsmodels.stats.power import TTestPower

differences = [0.12, -0.03, 0.27, 0.08, 0.19, 0.31, -0.05, 0.02]
losses = [2.31, 2.05, 2.44, 2.19, 2.08, 2.77, 2.12, 2.26, 2.5, 2.01, 2.4]
table = {"differences": differences, "losses": losses}

table["normalQuantile"] = [[p, stats.norm.ppf(p)] for p in (0.001, 0.025, 0.2, 0.5, 0.9, 0.975, 0.9999)]
table["normalCdf"] = [[z, stats.norm.cdf(z)] for z in (-8, -3, -1.5, 0, 0.3, 2, 5)]
table["chiSquareQuantile"] = [[p, k, stats.chi2.ppf(p, k)] for k in (1, 2, 4, 11, 40) for p in (0.025, 0.5, 0.975)]

total = lambda x, axis: np.sum(x, axis=axis)
table["signFlip"] = [
    [n, stats.permutation_test((np.array(differences[:n]),), total, permutation_type="samples", n_resamples=np.inf).pvalue] for n in (2, 5, 6, 8)
]
table["signedRank"] = [[n, stats.wilcoxon(differences[:n], mode="exact").pvalue] for n in (5, 6, 8)]
a, b = losses[:4], losses[4:]
table["split"] = stats.permutation_test(
    (np.array(a), np.array(b)),
    lambda x, y, axis: np.abs(np.mean(x, axis) - np.mean(y, axis)),
    permutation_type="independent",
    alternative="greater",
    n_resamples=np.inf,
).pvalue

np.random.seed(1)
table["bootstrap"] = {}
for name, statistic in (("mean", np.mean), ("median", np.median), ("variance", lambda x, axis=-1: np.var(x, axis=axis, ddof=1))):
    for method in ("percentile", "BCa"):
        found = stats.bootstrap((np.array(losses),), statistic, method=method, n_resamples=400_000, batch=20_000, random_state=2).confidence_interval
        table["bootstrap"][f"{name}/{method.lower()}"] = [found.low, found.high]

table["trimMean"] = [[n, stats.trim_mean(losses[:n], 0.25)] for n in (1, 3, 4, 5, 7, 8, 11)]
table["ranks"] = [[3, 1, 3, 2, 2, 2, 9], list(stats.rankdata([3, 1, 3, 2, 2, 2, 9]))]
rows = [[2.1, 2.3, 2.2], [2.0, 2.0, 2.4], [2.5, 2.6, 2.6], [2.2, 2.4, 2.3], [1.9, 2.1, 1.9], [2.3, 2.2, 2.5]]
found = stats.friedmanchisquare(*np.array(rows).T)
table["friedman"] = {"rows": rows, "statistic": found.statistic, "ranks": list(np.mean([stats.rankdata(row) for row in rows], axis=0))}
# Every order of every row but the first.
centered = lambda ranked: float(np.sum((np.sum(ranked, axis=0) - 2 * len(ranked)) ** 2))
ranked = [tuple(stats.rankdata(row)) for row in rows]
others = itertools.product(*[list(itertools.permutations(row)) for row in ranked[1:]])
reached = [centered([ranked[0], *other]) >= centered(ranked) - 1e-9 for other in others]
table["friedman"]["p"] = float(np.mean(reached))

lives = {
    "a": [[31, 1], [90, 1], [90, 0], [120, 1], [200, 0], [200, 0]],
    "b": [[12, 1], [31, 1], [31, 1], [60, 0], [75, 1], [200, 0], [150, 1]],
}
table["lives"] = lives
table["kaplanMeier"] = {}
for arm, runs in lives.items():
    time, event = np.array(runs).T
    curve = SurvfuncRight(time, event)
    low, high = [], []
    for p, se in zip(curve.surv_prob, curve.surv_prob_se):
        # Kalbfleisch & Prentice, from statsmodels' Greenwood error.
        with np.errstate(all="ignore"):
            width = 1.959963984540054 * se / (p * np.log(p))
            low.append(p ** np.exp(-width)), high.append(p ** np.exp(width))
    table["kaplanMeier"][arm] = [
        dict(step=float(t), atRisk=float(n), survival=float(p), low=float(l), high=float(h))
        for t, n, p, l, h in zip(curve.surv_times, curve.n_risk, curve.surv_prob, low, high)
    ]
both = np.array(lives["a"] + lives["b"])
group = np.array([0] * len(lives["a"]) + [1] * len(lives["b"]))
chi, p = survdiff(both[:, 0], both[:, 1], group)
table["logRank"] = {"chiSquare": chi, "p": p}


def distance(first):
    """|observed - expected| of those in `first`, step by step."""
    time, event = both.T
    steps = np.unique(time[event == 1])
    expected = sum(event[time == t].sum() * (first & (time >= t)).sum() / (time >= t).sum() for t in steps)
    return abs(event[first].sum() - expected)


seen = distance(group == 0)
splits = [np.isin(np.arange(13), chosen) for chosen in itertools.combinations(range(13), 6)]
table["logRank"]["permutation"] = float(np.mean([distance(one) >= seen - 1e-9 for one in splits]))

# Exact power at the difference that our formula calls detectable: (t(0.975) + t(0.8)) / sqrt(n).
table["power"] = []
for n in (3, 5, 8, 12, 30):
    reach = (stats.t.ppf(0.975, n - 1) + stats.t.ppf(0.8, n - 1)) / np.sqrt(n)
    table["power"].append([n, reach, TTestPower().power(reach, n, 0.05)])

print(json.dumps(table, indent=1))
