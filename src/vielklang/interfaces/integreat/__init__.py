"""The Integreat API (v3): a centre as a region of the stock Integreat app.

`codes` names things as the app does, `edition` is one centre in one language, `tree` its pages, `wording` and `content`
their HTML; `regions`, `places`, `events`, `news` are the other lists, `feedback` what readers send back.
"""
