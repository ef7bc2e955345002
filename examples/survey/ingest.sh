#!/usr/bin/env bash
# Exports of three venues into one survey: arXiv's and OpenReview's column names are known, any other table says where
# its fields are. The records are made up.
#
#   examples/survey/ingest.sh [FOLDER]      writes the survey FOLDER, runs/survey-example when left out
set -euo pipefail
cd "$(dirname "$0")/../.."
isogloss=${ISOGLOSS:-.build/release/isogloss}
survey=${1:-runs/survey-example}
"$isogloss" survey ingest "$survey" examples/survey/arxiv.csv --columns arxiv
"$isogloss" survey ingest "$survey" examples/survey/openreview.csv --columns openreview
"$isogloss" survey ingest "$survey" examples/survey/venue.csv \
  --columns "id=No,title=Paper title,abstract=Abstract (original),year=Accepted,venue=Venues"
"$isogloss" survey select "$survey" --years 2020-2026
"$isogloss" survey annotate rules "$survey"
"$isogloss" survey report "$survey" --labels rules
