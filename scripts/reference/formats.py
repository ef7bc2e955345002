"""The page of files: every format from the type or the reader that defines it, and the comments there."""

import re

import swift

HEAD = """# Files

Made by `scripts/reference/make.py` from the types and readers in `Sources`: change those, not this page. A test fails when it is
stale. JSON lines are UTF-8, one object a line; a row that cannot be read is reported by file and line, and the rest counts.
Every YAML file is refused with file and line where a key is unknown. *null* marks what may be left out or be `null`.
"""

# Title, intro, and tables: (heading, source file, type). A heading of None gives the file's own rows.
JSON = [
    ("Prompts", "`data/suites/NAME/*.jsonl`, or any `.jsonl` file or folder: what `--prompts` takes.", [
        (None, "Core/Prompt.swift", "Prompt"), ("provenance", "Core/Prompt.swift", "Provenance")]),
    ("Preference pairs", "`data/pairs/NAME/*.jsonl`, or any `.jsonl` file or folder: what `--pairs` takes.", [
        (None, "Core/PreferencePair.swift", "PreferencePair")]),
    ("Labelled answers", "What judges are measured against: `--labels`. JSON lines, or a `.csv` file with columns of these names. Rows of several labellers with one `id` are one label: what they are at one about.",
     [(None, "Core/Verdict.swift", "LabelledAnswer")]),
    ("Behaviours", "Pairs of answers that differ in one behaviour: `data/behaviours`, read by `isogloss capability margins`.", [
        (None, "Core/MatchedAnswers.swift", "MatchedAnswers")]),
    ("Annotations", "One annotator's answers, in a survey and in a run.", [(None, "Core/Annotation.swift", "Annotation")]),
    ("Adapter", "`isogloss-adapter.json`, beside `adapter_config.json` and `adapter_model.safetensors` as PEFT writes them.", [
        (None, "Core/AdapterManifest.swift", "AdapterManifest")]),
    ("Experiment", "A folder that `isogloss experiment run` makes; each finished run of the grid is `results/NAME.json`.", [
        (None, "Experiments/CellResult.swift", "CellResult"),
        ("training", "Experiments/CellResult.swift", "CellResult.Training"),
        ("answers", "Experiments/CellResult.swift", "CellResult.Answers"),
        ("text", "Experiments/CellResult.swift", "CellResult.Text")]),
    ("Survey", None, [
        ("papers.jsonl", "Survey/Paper.swift", "Paper"), ("sources.jsonl", "Survey/SurveyFolder.swift", "SurveyFolder.Source"),
        ("selection.json", "Survey/Selection/Selection.swift", "Selection")]),
]

STAGE = "Recipes/RecipeNode+DataStage.swift"
# Title, intro, and tables: heading, file and function of the reader, what follows it, file and type of the comments.
YAML = [
    ("Training recipe", "`isogloss align --recipe`; `recipes/complier.yaml` is one.", [
        (None, "Recipes/Recipe.swift", "init(yaml:", None, "Recipes/Recipe.swift", "Recipe"),
        ("stages", "Recipes/RecipeNode+Stage.swift", "stageKeys", "func mixture", "Core/AlignmentStage.swift",
         "AlignmentStage"),
        ("mixture", "Recipes/RecipeNode+Stage.swift", "func mixture", "func share", "Core/Mixture.swift", "Mixture")]),
    ("Experiment recipe", "`isogloss experiment run`; `recipes/refuseu-mini-experiment.yaml` is one.", [
        (None, "Recipes/ExperimentRecipe.swift", "private init", "extension", "Recipes/ExperimentRecipe.swift",
         "ExperimentRecipe"),
        ("cells", "Recipes/ExperimentRecipe.swift", "func block()", "func experimentEvaluation",
         "Recipes/ExperimentRecipe.swift", "ExperimentRecipe.Block"),
        ("evaluation", "Recipes/ExperimentRecipe.swift", "func experimentEvaluation", None,
         "Recipes/ExperimentRecipe.swift", "ExperimentRecipe.Evaluation")]),
    ("Data recipe", "`isogloss data build`; `recipes/refuseu.yaml` is one. A stage is one of the kinds below, with its settings.", [
        (None, "Recipes/DataRecipe.swift", "private init", "extension", "Recipes/DataRecipe.swift", "DataRecipe"),
        ("models", "Recipes/DataRecipe.swift", "extension DataRecipe.Model", "extension DataRecipe.Seeds",
         "Recipes/DataRecipe.swift", "DataRecipe.Model"),
        ("seeds", "Recipes/DataRecipe.swift", "extension DataRecipe.Seeds", None, "Recipes/DataRecipe.swift",
         "DataRecipe.Seeds"),
        *[(f"stages: {kind.lower()}", STAGE, f"func {kind.lower()}()", "\n  func ", "Recipes/DataRecipeStage.swift",
           f"DataRecipeStage.{kind}")
          for kind in ["Translate", "Rainbow", "Answer", "Revise", "Filter", "Split", "Export", "Review"]]]),
    ("Gate policy", "`isogloss gate check --policy`; `recipes/gates/release.yaml` is one. Rates are shares in 0...1.", [
        (None, "Recipes/GatePolicy+YAML.swift", "private init(_ root", "extension", "Core/GatePolicy.swift", "GatePolicy"),
        ("limits: at the top, and for each language", "Recipes/GatePolicy+YAML.swift", "static let keys", "extension",
         "Core/GatePolicy.swift", "GatePolicy.Limits"),
        ("regression", "Recipes/GatePolicy+YAML.swift", "extension GatePolicy.Regression", "extension GatePolicy.Adaptive",
         "Core/GatePolicy.swift", "GatePolicy.Regression"),
        ("adaptive", "Recipes/GatePolicy+YAML.swift", "extension GatePolicy.Adaptive", "private enum",
         "Core/GatePolicy.swift", "GatePolicy.Adaptive")]),
    ("Principles", "One file a language, read by the stage `revise`; `data/principles` has sixteen.", [
        (None, "Recipes/ConstitutionFile.swift", "func constitution(_", "func source", "Core/Constitution.swift",
         "Constitution"),
        ("sources", "Recipes/ConstitutionFile.swift", "func source(_", "func principle", "Core/Constitution.swift",
         "Constitution.Source"),
        ("principles", "Recipes/ConstitutionFile.swift", "func principle(_", None, "Core/Constitution.swift",
         "Constitution.Principle")]),
    ("Review form", "What annotators are asked; `data/forms/audit.yaml` is one.", [
        (None, "Recipes/ReviewForm+YAML.swift", "private init(_ root", "extension", "Core/ReviewForm.swift", "ReviewForm"),
        ("questions", "Recipes/ReviewForm+YAML.swift", "func question()", None, "Core/ReviewForm.swift",
         "ReviewForm.Question")]),
]

# A key that is not its property's name: the property, or a case of a type within.
OTHER = {
    ("AlignmentStage", "steps"): "Length.steps", ("AlignmentStage", "epochs"): "Length.epochs",
    ("Mixture", "languages"): "share", ("Mixture", "total"): "Size.total", ("Mixture", "per-language"): "Size.perLanguage",
    ("ExperimentRecipe", "cells"): "blocks",
    ("DataRecipe.Model", "model"): "place", ("DataRecipe.Model", "price-in"): "prices",
    ("DataRecipe.Model", "price-out"): "prices", ("DataRecipe.Seeds", "prompts"): "Source.prompts",
    ("DataRecipe.Seeds", "pairs"): "Source.pairs",
    ("DataRecipeStage.Translate", "into"): "targets", ("DataRecipeStage.Translate", "keep-source"): "keepsSource",
    ("DataRecipeStage.Translate", "glossary-ids"): "glossaryIDs",
    ("DataRecipeStage.Translate", "price-per-million-characters"): "price",
    ("DataRecipeStage.Rainbow", "check-language"): "checksLanguage",
    ("DataRecipeStage.Filter", "check-language"): "checksLanguage",
    ("DataRecipeStage.Split", "allow-shortage"): "allowsShortage",
    ("GatePolicy", "require"): "required", ("GatePolicy.Adaptive", "target"): "Rule.target",
    ("GatePolicy.Adaptive", "reference"): "Rule.reference", ("GatePolicy.Adaptive", "margin"): "Rule.reference",
    ("GatePolicy.Adaptive", "judge-errors"): "correctsJudge", ("Constitution", "reviewed"): "isReviewed",
    ("ReviewForm.Question", "about"): "subject", ("ReviewForm.Question", "answers"): "choices",
}
# Settings of decoding stand beside a model's own.
DECODING = {"max-new-tokens", "temperature", "top-p", "seed"}
# Types and words of keys that hold another type than their property.
KINDS = {
    ("AlignmentStage", "steps"): "whole number", ("AlignmentStage", "epochs"): "number",
    ("Mixture", "total"): "whole number", ("Mixture", "per-language"): "whole number",
    ("DataRecipe.Model", "price-in"): "number, null", ("DataRecipe.Model", "price-out"): "number, null",
    ("DataRecipeStage.Translate", "engine"): "`deepl`, a model's name, `file:PATH`",
    ("GatePolicy.Adaptive", "target"): "number", ("GatePolicy.Adaptive", "margin"): "number",
    ("GatePolicy.Adaptive", "judge-errors"): "`corrected`, `ignored`",
}
# Files whose initialisers say the defaults.
INITIAL = {"Core/AlignmentStage.swift", "Core/Mixture.swift"}
PLAIN = {"String": "text", "Int": "whole number", "Double": "number", "Bool": "true or false", "UInt64": "whole number",
         "Language": "language", "Date": "time", "Hazard": "`S1` to `S14`"}


class Sources:
    """Files under Sources with their types, each read once."""

    def __init__(self, root):
        self.root = root
        self.read = {}
        # Enumerations of texts, by name, for the values of a field.
        self.values = {}
        for folder in ["Core", "Recipes", "Survey", "Experiments"]:
            for path in sorted((root / "Sources" / folder).rglob("*.swift")):
                for name, found in swift.types(path.read_text(encoding="utf-8")).items():
                    if found.raw:
                        self.values[name] = [member.name for member in found.members]

    def text(self, name):
        return (self.root / "Sources" / name).read_text(encoding="utf-8")

    def type(self, file, name):
        if file not in self.read:
            self.read[file] = swift.types(self.text(file))
        if name not in self.read[file]:
            raise LookupError(f"Sources/{file} has no type {name}")
        return self.read[file][name]

    def kind(self, swift_type, owner):
        """A field's type in words."""
        optional = swift_type.endswith("?")
        name = swift_type.rstrip("?")
        if match := re.fullmatch(r"\[([^:\]]+)\]", name):
            return "list of " + self.kind(match[1], owner).replace("object", "objects") + (", null" if optional else "")
        if match := re.fullmatch(r"\[(\w+): (.+)\]", name):
            value = self.kind(match[2], owner)
            return f"{value}, by {self.kind(match[1], owner)}" + (", null" if optional else "")
        word = PLAIN.get(name)
        if word is None:
            values = self.values.get(f"{owner}.{name}") or self.values.get(name)
            if name.endswith("Share"):
                values = re.findall(r'"([^"]+)"', re.search(r"spellings = \[(.*?)\]", self.text("Core/Mixture.swift"), re.S)[1])
            elif name == "Outcome":
                values = [member.name for member in self.type("Core/Verdict.swift", "Outcome").members]
            word = ", ".join(f"`{value}`" for value in values) if values else "object"
        return word + (", null" if optional else "")


def cell(text):
    return text.replace("|", "\\|")


def json_table(sources, file, name):
    found = sources.type(file, name)
    rows = ["| Field | Type | What |", "|---|---|---|"]
    for member in found.members:
        if not member.doc:
            raise LookupError(f"Sources/{file}: {name}.{member.name} has no comment")
        rows.append(f"| `{member.name}` | {sources.kind(member.type, name)} | {cell(member.doc)} |")
    if len(rows) == 2:
        raise LookupError(f"Sources/{file}: {name} has no stored property that can be read")
    return rows


def camel(key):
    head, *rest = key.split("-")
    return head + "".join(part.capitalize() for part in rest)


def yaml_table(sources, reader, function, end, file, name):
    text = sources.text(reader)
    own = sources.type(file, name)
    members = {member.name: member for member in own.members}
    usual = swift.defaults(text, function, end)
    initial = swift.initial(sources.text(file)) if file in INITIAL else {}
    decoding = {camel(m.name): m for m in sources.type("Core/Completion.swift", "Decoding").members}
    rows = ["| Key | Type | Default | What |", "|---|---|---|---|"]
    for key in swift.keys(text, function):
        path = OTHER.get((name, key), camel(key))
        inner, _, case = path.partition(".")
        if case:
            found = {member.name: member for member in sources.type(file, f"{name}.{inner}").members}
            member = found.get(case) and swift.Member(case, "", found[case].doc)
        else:
            member = members.get(path)
        if member is None and ("Mixture", key) in OTHER:
            # Cells bring the size of a mixture.
            sizes = sources.type("Core/Mixture.swift", "Mixture.Size").members
            member = next(swift.Member(m.name, "Int", m.doc) for m in sizes if m.name == camel(key))
        if member is None and key in DECODING:
            member = decoding[camel(key)]
        if member is None and key == "name":
            member = swift.Member("name", "String?", "The stage's name; that of its kind when left out.")
        if member is None or not member.doc:
            raise LookupError(f"Sources/{file}: nothing in {name} describes the key {key!r} (formats.py, OTHER)")
        value = usual.get(key, initial.get(path) if path in initial else None)
        default = "the recipe's" if value == "seed" else f"`{value}`" if value not in (None, "nil") else ""
        kind = KINDS.get((name, key)) or (sources.kind(member.type, name) if member.type else "text")
        rows.append(f"| `{key}` | {kind} | {default} | {cell(member.doc)} |")
    return rows


def schema(sources):
    """The tables of a run file, as they are created."""
    found = re.findall(r'sql: """\n(.*?)\n\s*"""', sources.text("Store/RunStore+Rows.swift"), flags=re.DOTALL)
    tables = [part for part in found if "CREATE TABLE" in part]
    if not tables:
        raise LookupError("Sources/Store/RunStore+Rows.swift creates no table")
    return [line.removeprefix(" " * 10) for part in tables for line in part.split("\n")]


def page(root):
    sources = Sources(root)
    parts = [HEAD]
    titles = [title for title, _, _ in JSON + YAML] + ["Run", "Perturbation lexicon", "Rubric", "Outcomes"]
    parts.append("\n".join(f"- [{title}](#{title.lower().replace(' ', '-')})" for title in sorted(titles)) + "\n")
    for title, intro, tables in JSON:
        parts.append(f"## {title}\n")
        if intro is None:
            intro = sources.type("Survey/SurveyFolder.swift", "SurveyFolder").doc
        parts.append(intro + "\n")
        for heading, file, name in tables:
            parts += ([f"### {heading}\n"] if heading else []) + ["\n".join(json_table(sources, file, name)) + "\n"]
    for title, intro, tables in YAML:
        parts.append(f"## {title}\n\nYAML. {intro}\n")
        for heading, *where in tables:
            parts += ([f"### {heading}\n"] if heading else []) + ["\n".join(yaml_table(sources, *where)) + "\n"]
    parts.append("## Run\n\n" + sources.type("Store/RunStore.swift", "RunStore").doc + "\n")
    parts.append("```sql\n" + "\n".join(schema(sources)) + "\n```\n")
    parts.append("`body` holds the whole value as JSON; that of `manifest` has these fields:\n")
    parts.append("\n".join(json_table(sources, "Core/RunManifest.swift", "RunManifest")) + "\n")
    parts.append("## Outcomes\n\n" + sources.type("Core/Verdict.swift", "Outcome").doc + "\n")
    outcomes = sources.type("Core/Verdict.swift", "Outcome").members
    parts.append("\n".join(["| Outcome | What |", "|---|---|"] + [f"| `{m.name}` | {cell(m.doc)} |" for m in outcomes]) + "\n")
    parts.append("## Perturbation lexicon\n\nTables of words in `data/lexica`: [their card](../../data/lexica/README.md).\n")
    parts.append("## Rubric\n\nA judge's questions and how its answer is read: [a rubric of your own]"
                 "(../judges.md#a-rubric-of-your-own).\n")
    return "\n".join(parts)
