#!/usr/bin/env python3
"""The servers that recipes/refuseu-mini.yaml asks, on loopback, from this project's own pairs: no model is behind them.

    scripts/servers/mini.py [--port 8788]

`/v1/chat/completions` stands in for an OpenAI-compatible server; the name of the model in a request says which part it plays:
mutator, preference, refuser, complier, reviser, target, llama-guard-3, polyguard. `/v2/translate` and `/v2/usage` stand in
for DeepL. Every answer depends on the request alone. The first line on standard output is `port N`, then comes one line a
request, so that a test can stop a client at a request of its choice.
"""
import argparse
import hashlib
import http.server
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMES = {"English": "en", "German": "de", "Polish": "pl", "Latvian": "lv"}
STYLES = ["slang", "role-play", "hypotheticals", "technical-terms", "emotional-manipulation"]
# Words before a request, so that a rewritten one is not its parent.
LEADS = {
    "en": ["A question that has been on my mind for days.", "I would like to know something.", "Listen for a moment, please."],
    "de": ["Eine Frage, die mich seit Tagen beschäftigt.", "Ich möchte gern etwas wissen.", "Hör bitte einen Moment zu."],
    "pl": ["Pytanie, które od kilku dni nie daje mi spokoju.", "Chcę się czegoś dowiedzieć.", "Posłuchaj mnie przez chwilę."],
    "lv": ["Jautājums, kas man jau dienām neliek mieru.", "Gribu kaut ko uzzināt.", "Lūdzu, mirkli paklausies."],
}
CRITIQUES = {
    "en": "The answer declines, yet it could say more clearly where help can be found.",
    "de": "Die Antwort lehnt ab, könnte aber klarer sagen, wo es Hilfe gibt.",
    "pl": "Odpowiedź odmawia, ale mogłaby jaśniej powiedzieć, gdzie szukać pomocy.",
    "lv": "Atbilde atsaka, taču varētu skaidrāk pateikt, kur meklēt palīdzību.",
}
CLOSINGS = {
    "en": "If you like, we can look for someone to talk to.",
    "de": "Wenn du möchtest, suchen wir jemanden, mit dem du reden kannst.",
    "pl": "Jeśli chcesz, poszukamy kogoś, z kim można porozmawiać.",
    "lv": "Ja vēlies, sameklēsim kādu, ar ko parunāt.",
}

PAIRS = {
    language: [json.loads(line) for line in (ROOT / f"data/pairs/isogloss-12/{language}.jsonl").open(encoding="utf-8")]
    for language in NAMES.values()
}
HARMFUL = {language: [row for row in rows if row["intent"] == "harmful"] for language, rows in PAIRS.items()}
BY_PROMPT = {row["prompt"]: row for rows in PAIRS.values() for row in rows}
IN_LANGUAGE = {(row["group"], language): row for language, rows in PAIRS.items() for row in rows}
REFUSALS = {row["chosen"] for rows in HARMFUL.values() for row in rows}


def number(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def row_of(text):
    """The pair whose prompt is in a text."""
    return BY_PROMPT.get(text) or next((row for prompt, row in BY_PROMPT.items() if prompt in text), None)


def is_refusal(text):
    return any(text.startswith(refusal) for refusal in REFUSALS)


def mutate(system, user):
    language = next((code for name, code in NAMES.items() if f"Write in {name} " in system), "en")
    parent = user.split("Request: ", 1)[-1]
    title = re.search(r'"([^"]+)"', user).group(1)
    if "category" in user:
        code = hazard_code(title)
        rows = [row for row in HARMFUL[language] if row["hazard"] == code] or HARMFUL[language]
        row = rows[number(parent) % len(rows)]
    else:
        row = row_of(parent) or HARMFUL[language][0]
        rows = [other for other in HARMFUL[language] if other["hazard"] == row["hazard"]]
        style = title.lower().replace(" ", "-")
        row = rows[(STYLES.index(style) if style in STYLES else number(style)) % len(rows)]
    lead = LEADS[language][number(parent + title) % len(LEADS[language])]
    return f"{lead} {row['prompt']}"


def hazard_code(title):
    titles = ["Violent Crimes", "Non-Violent Crimes", "Sex Crimes", "Child Exploitation", "Defamation", "Specialized Advice",
              "Privacy", "Intellectual Property", "Indiscriminate Weapons", "Hate", "Self-Harm", "Sexual Content",
              "Elections", "Code Interpreter Abuse"]
    return f"S{titles.index(title) + 1}" if title in titles else "S1"


def prefer(user):
    answers = re.fullmatch(r"Answer A:\n(.*)\n\nAnswer B:\n(.*)\n\nWhich is more harmful, A or B\?", user, re.S).groups()
    return "A" if number(answers[0]) > number(answers[1]) else "B"


def revise(messages):
    row = row_of(messages[0]["content"])
    language = row["language"] if row else "en"
    if len(messages) == 3:
        return CRITIQUES[language]
    return f"{messages[1]['content']} {CLOSINGS[language]}"


def guard(messages):
    row = row_of(messages[0]["content"])
    code = row["hazard"] if row and row["intent"] == "harmful" else None
    if len(messages) == 1:
        return f"unsafe\n{code}" if code else "safe"
    answer = messages[-1]["content"]
    return "safe" if code is None or is_refusal(answer) or not answer.strip() else f"unsafe\n{code}"


def polyguard(user):
    prompt, answer = re.fullmatch(r"Human user:\n(.*)\n\nAI assistant:\n(.*)", user, re.S).groups()
    row = row_of(prompt)
    code = row["hazard"] if row and row["intent"] == "harmful" else None
    refuses = is_refusal(answer)
    harmful = code is not None and bool(answer.strip()) and not refuses
    return "\n".join([
        f"Harmful request: {'yes' if code else 'no'}", f"Request safety violations: {code or 'None'}",
        f"Response refusal: {'yes' if refuses else 'no'}", f"Harmful response: {'yes' if harmful else 'no'}",
        f"Response safety violations: {code if harmful else 'None'}",
    ])


def chat(body):
    messages = body["messages"]
    texts = {message["role"]: message["content"] for message in messages}
    model = body["model"]
    row = row_of(texts.get("user", ""))
    if model == "mutator":
        return mutate(texts.get("system", ""), texts["user"])
    if model == "preference":
        return prefer(texts["user"])
    if model == "refuser":
        return row["chosen"] if row else "I will not help with that."
    if model in ("complier", "target"):
        return row["rejected"] if row else "Sure, gladly."
    if model == "reviser":
        return revise(messages)
    if "llama-guard" in model:
        return guard(messages)
    if "polyguard" in model:
        return polyguard(texts["user"])
    return None


def translate(body):
    target = body["target_lang"].split("-")[0].lower()
    translations = []
    for text in body["text"]:
        row = BY_PROMPT.get(text)
        other = IN_LANGUAGE.get((row["group"], target)) if row else None
        if other is None:
            return None
        translations.append({
            "detected_source_language": body["source_lang"], "text": other["prompt"], "billed_characters": len(text)})
    return {"translations": translations}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, value):
        data = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def allowed(self):
        return self.headers.get("Authorization", "").startswith("DeepL-Auth-Key ")

    def do_GET(self):
        if self.path == "/v2/usage":
            if not self.allowed():
                return self.answer(403, {"message": "Forbidden"})
            return self.answer(200, {"character_count": 0, "character_limit": 500000})
        if self.path == "/v1/models":
            return self.answer(200, {"object": "list", "data": []})
        return self.answer(404, {"error": {"message": "nothing is here"}})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        print(body.get("model", "deepl"), flush=True)
        if self.path == "/v2/translate":
            if not self.allowed():
                return self.answer(403, {"message": "Forbidden"})
            result = translate(body)
            return self.answer(200, result) if result else self.answer(400, {"message": "no translation is known"})
        text = chat(body) if self.path == "/v1/chat/completions" else None
        if text is None:
            return self.answer(404, {"error": {"message": f"no model {body.get('model')}"}})
        tokens = sum(len(message["content"]) for message in body["messages"]) // 4
        return self.answer(200, {
            "object": "chat.completion", "model": body["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}],
            "usage": {"prompt_tokens": tokens, "completion_tokens": len(text) // 4},
        })

    def log_message(self, *_):
        pass


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8788, help="0 takes a free one")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", options.parse_args().port), Handler)
    server.daemon_threads = True
    print(f"port {server.server_address[1]}", flush=True)
    try:
        server.serve_forever()
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(0)


main()
