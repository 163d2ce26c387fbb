import Evidence
import Lint
import Testing

/// Where the verdict is that of hadolint, and where it is another on purpose.
///
/// Each row was given to hadolint 2.15.1.
@Suite struct HadolintVerdictTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let alias: String
    let hadolint: Bool
    let ours: Bool
    let text: String
    var testDescription: String { "\(alias): \(text)" }
  }

  /// Both report it.
  static func both(_ alias: String, _ text: String) -> Row {
    Row(alias: alias, hadolint: true, ours: true, text: text)
  }

  /// Both accept it.
  static func none(_ alias: String, _ text: String) -> Row {
    Row(alias: alias, hadolint: false, ours: false, text: text)
  }

  /// hadolint reports what is fine.
  static func falseAlarm(_ alias: String, _ text: String) -> Row {
    Row(alias: alias, hadolint: true, ours: false, text: text)
  }

  /// hadolint overlooks it.
  static func missed(_ alias: String, _ text: String) -> Row {
    Row(alias: alias, hadolint: false, ours: true, text: text)
  }

  static func run(_ base: String, _ script: String) -> String { "FROM \(base)\nRUN \(script)" }

  static let commands: [Row] = [
    both("DL3001", run("debian:13", "free -h")),
    both("DL3001", run("debian:13", "kill -9 7")),
    both("DL3001", run("debian:13", "vim notes.txt")),
    both("DL3001", run("debian:13", "service cron start && true")),
    both("DL3001", "FROM debian:13\nONBUILD RUN shutdown now"),
    both("DL3001", "FROM debian:13\nRUN [\"mount\", \"-a\"]"),
    none("DL3001", run("debian:13", "apt-get install -y vim procps ssh")),
    none("DL3001", run("debian:13", "echo kill")),
    none("DL3001", "FROM debian:13\nCMD service cron start"),
    falseAlarm("DL3001", run("debian:13", "vim -c 'helptags ALL' -c q")),
    falseAlarm("DL3001", run("debian:13", "--mount=type=ssh ssh -T git@git.example.com")),
    falseAlarm("DL3001", run("debian:13", "--security=insecure mount -t proc none /x")),
    missed("DL3001", run("debian:13", "nano /etc/motd")),
    missed("DL3001", run("debian:13", "/usr/sbin/service cron start")),
    missed("DL3001", run("debian:13", "sh -c 'ps -ef'")),
    both("DL3014", run("debian:13", "apt-get install jq")),
    both("DL3014", run("debian:13", "apt-get install -q jq")),
    both("DL3014", run("debian:13", "apt-get install --force-yes jq")),
    both("DL3014", run("debian:13", "apt-get install jq </dev/null")),
    both("DL3014", "FROM debian:13\nONBUILD RUN apt-get install jq"),
    none("DL3014", run("debian:13", "apt-get -qq install jq")),
    none("DL3014", run("debian:13", "apt-get --yes install jq")),
    none("DL3014", run("debian:13", "apt-get install --assume-yes jq")),
    none("DL3014", run("debian:13", "apt-get install -yqq jq")),
    none("DL3014", run("debian:13", "apt-get autoremove")),
    falseAlarm("DL3014", run("debian:13", "yes | apt-get install jq")),
    falseAlarm("DL3014", run("debian:13", "apt-get -o APT::Get::Assume-Yes=1 install jq")),
    falseAlarm("DL3014", run("debian:13", "apt-get install --dry-run jq")),
    falseAlarm("DL3014", "FROM debian:13\nARG OPTS\nRUN apt-get $OPTS install jq"),
    missed("DL3014", run("debian:13", "apt-get upgrade")),
    missed("DL3014", run("debian:13", "apt-get purge perl")),
    missed("DL3014", run("debian:13", "sudo apt-get install jq")),
    both("DL3034", run("opensuse/leap:15.6", "zypper in jq")),
    both("DL3034", run("opensuse/leap:15.6", "zypper rm jq")),
    both("DL3034", run("opensuse/leap:15.6", "zypper si jq")),
    both("DL3034", run("opensuse/leap:15.6", "zypper source-install jq")),
    both("DL3034", run("opensuse/leap:15.6", "zypper patch")),
    none("DL3034", run("opensuse/leap:15.6", "zypper -n in jq")),
    none("DL3034", run("opensuse/leap:15.6", "zypper in -y jq")),
    none("DL3034", run("opensuse/leap:15.6", "zypper in --no-confirm jq")),
    none("DL3034", run("opensuse/leap:15.6", "zypper ref && zypper clean")),
    falseAlarm("DL3034", run("opensuse/leap:15.6", "yes | zypper in jq")),
    missed("DL3034", run("opensuse/leap:15.6", "zypper up")),
    missed("DL3034", run("opensuse/leap:15.6", "zypper dup")),
  ]

  static let layout: [Row] = [
    both("DL3020", "FROM debian:13\nADD notes.txt /srv/"),
    both("DL3020", "FROM debian:13\nADD [\"tool.zip\", \"/srv/\"]"),
    both("DL3020", "FROM debian:13\nADD \"tool.jar\" /srv/"),
    both("DL3020", "FROM debian:13\nARG DIR=src\nADD $DIR /srv/"),
    none("DL3020", "FROM debian:13\nADD root.tar.xz /"),
    none("DL3020", "FROM debian:13\nADD \"root.tgz\" /"),
    none("DL3020", "FROM debian:13\nADD data.gz more.bz2 /srv/"),
    none("DL3020", "FROM debian:13\nADD https://example.com/x /srv/x"),
    falseAlarm("DL3020", "FROM debian:13\nADD root.tar.zst /"),
    falseAlarm("DL3020", "FROM debian:13\nARG URL\nADD $URL /srv/x"),
    falseAlarm("DL3020", "FROM debian:13\nADD git@github.com:acme/tool.git /srv"),
    falseAlarm("DL3020", "FROM debian:13\nADD --unpack=true rootfs /"),
    falseAlarm("DL3020", "FROM debian:13\nADD root.tar notes.txt /srv/"),
    missed("DL3020", "FROM debian:13\nADD data.lzma /srv/"),
    missed("DL3020", "FROM debian:13\nADD data.Z /srv/"),
    both("DL3021", "FROM debian:13\nCOPY go.mod go.sum /src"),
    both("DL3021", "FROM debian:13\nCOPY [\"go.mod\", \"go.sum\", \"/src\"]"),
    both("DL3021", "FROM debian:13\nARG DIR=/src\nCOPY go.mod go.sum $DIR"),
    none("DL3021", "FROM debian:13\nCOPY go.mod go.sum \"/src/\""),
    none("DL3021", "FROM debian:13\nCOPY go.mod src"),
    none("DL3021", "FROM debian:13\nCOPY *.mod /src"),
    falseAlarm("DL3021", "FROM debian:13\nWORKDIR /src\nCOPY go.mod go.sum ."),
    falseAlarm("DL3021", "FROM debian:13\nRUN mkdir /src\nCOPY go.mod go.sum /src"),
    falseAlarm("DL3021", "FROM debian:13\nARG DIR\nCOPY go.mod go.sum $DIR"),
    missed("DL3021", "FROM debian:13\nADD go.mod go.sum /src"),
    both("DL3045", "FROM debian:13\nCOPY app.py ."),
    both("DL3045", "FROM debian:13\nCOPY app.py \"app/\""),
    both("DL3045", "FROM debian:13\nARG NAME\nCOPY app.py app/$NAME"),
    both("DL3045", "FROM debian:13 AS one\nWORKDIR /app\nFROM debian:13\nCOPY app.py app.py"),
    both("DL3045", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2025\nCOPY app.exe app.exe"),
    none("DL3045", "FROM debian:13 AS one\nWORKDIR /app\nFROM one\nCOPY app.py app.py"),
    none("DL3045", "FROM debian:13\nCOPY app.py '/app.py'"),
    none("DL3045", "FROM debian:13\nCOPY app.py c:/app/app.py"),
    none("DL3045", "FROM debian:13\nARG DIR\nCOPY app.py ${DIR}"),
    none("DL3045", "FROM debian:13\nONBUILD WORKDIR /app\nONBUILD COPY app.py app.py"),
    falseAlarm("DL3045", "FROM golang:1.25\nCOPY go.mod ."),
    falseAlarm("DL3045", "FROM registry.example.com/base:1\nCOPY app.py ."),
    missed("DL3045", "FROM debian:13\nENV DIR=app\nCOPY app.py $DIR/app.py"),
    missed("DL3045", "FROM debian:13\nADD app.py app.py"),
    both("DL3025", "FROM debian:13\nCMD serve --quiet"),
    both("DL3025", "FROM debian:13\nENTRYPOINT serve \"$PORT\""),
    both("DL3025", "FROM debian:13\nCMD [ -f /etc/serve ] && serve"),
    none("DL3025", "FROM debian:13\nCMD [ \"serve\", \"--quiet\" ]"),
    none("DL3025", "FROM debian:13\nENTRYPOINT []"),
    falseAlarm("DL3025", "FROM debian:13\nCMD exec serve --port $PORT"),
    falseAlarm("DL3025", "FROM debian:13\nSHELL [\"/bin/bash\", \"-c\"]\nCMD serve"),
    falseAlarm("DL3025", "FROM debian:13\nHEALTHCHECK CMD probe || exit 1"),
    falseAlarm("DL3025", "FROM debian:13\nCMD ['serve']"),
  ]

  static let packages: [Row] = [
    both("DL3028", run("ruby:3.4", "gem install rake")),
    both("DL3028", run("ruby:3.4", "gem i rake:13.3.0 puma")),
    both("DL3028", run("ruby:3.4", "gem install nokogiri -- --with-xml2-dir=/x")),
    none("DL3028", run("ruby:3.4", "gem install rake --version 13.3.0")),
    none("DL3028", run("ruby:3.4", "gem install -v '~> 13' rake")),
    none("DL3028", run("ruby:3.4", "gem install nokogiri:1.18.9 -- --with-xml2-dir /x")),
    none("DL3028", run("ruby:3.4", "gem install nokogiri:1.18.9 --use-system-libraries true")),
    none("DL3028", run("ruby:3.4", "gem update --system")),
    falseAlarm("DL3028", run("ruby:3.4", "gem install ./pkg/tool-1.0.gem")),
    falseAlarm("DL3028", "FROM ruby:3.4\nARG GEMS\nRUN gem install $GEMS"),
    missed("DL3028", run("ruby:3.4", "gem install --no-document rake")),
    both("DL3042", run("python:3.13", "pip3 install flask")),
    both("DL3042", run("python:3.13", "python -m pip install flask")),
    both("DL3042", run("python:3.13", "pip install --dry-run flask")),
    both("DL3042", run("python:3.13", "pip install --cache-dir=/c flask")),
    both("DL3042", "FROM python:3.13\nENV PIP_CACHE_DIR=/c\nRUN pip install flask"),
    both("DL3042", "FROM python:3.13\nENV PIP_NO_CACHE_DIR=off\nRUN pip install flask"),
    both("DL3042", run("python:3.13", "PIP_NO_CACHE_DIR=no pip install flask")),
    both("DL3042", "FROM python:3.13\nONBUILD RUN pip install flask"),
    none("DL3042", run("python:3.13", "pip --no-cache-dir install flask")),
    none("DL3042", "FROM python:3.13\nENV PIP_NO_CACHE_DIR=yes\nRUN pip install flask"),
    none("DL3042", run("python:3.13", "export PIP_NO_CACHE_DIR=on && pip install flask")),
    none(
      "DL3042", "FROM python:3.13 AS one\nENV PIP_NO_CACHE_DIR=1\nFROM one\nRUN pip install flask"),
    none("DL3042", run("python:3.13", "pipx install black && pipenv install flask")),
    falseAlarm("DL3042", "FROM python:3.13\nENV PIP_NO_CACHE_DIR=y\nRUN pip install flask"),
    falseAlarm("DL3042", "FROM python:3.13\nARG PIP_NO_CACHE_DIR=1\nRUN pip install flask"),
    falseAlarm("DL3042", run("python:3.13", "pip install flask && rm -rf ~/.cache/pip")),
    falseAlarm("DL3042", run("python:3.13", "pip install flask && pip cache purge")),
    falseAlarm("DL3042", run("python:3.13", "pip install --no-index -f /wheels flask")),
    falseAlarm(
      "DL3042", run("python:3.13", "--mount=type=cache,target=/root/.cache pip install flask")),
    falseAlarm("DL3042", "FROM python:3.13 AS one\nRUN pip install flask\nFROM python:3.13"),
    missed("DL3042", run("python:3.13", "/venv/bin/pip install flask")),
    both("DL3060", run("node:24", "yarn install --production")),
    both("DL3060", run("node:24", "yarn cache clean && yarn install")),
    both("DL3060", run("node:24", "--mount=type=cache,target=/var/cache/apt yarn install")),
    both("DL3060", run("node:24", "YARN_CACHE_FOLDER=/c yarn install")),
    both("DL3060", "FROM node:24 AS one\nRUN yarn install\nFROM one"),
    none("DL3060", run("node:24", "yarn install && yarn cache clean --all")),
    none("DL3060", "FROM node:24 AS one\nRUN yarn install\nFROM scratch\nCOPY --from=one /x /x"),
    falseAlarm("DL3060", run("node:24", "yarn install && rm -rf /usr/local/share/.cache")),
    falseAlarm("DL3060", run("node:24", "yarn install --immutable")),
    falseAlarm("DL3060", run("node:24", "yarn install --cache-folder /c && rm -rf /c")),
    missed("DL3060", run("node:24", "yarn --frozen-lockfile")),
    missed("DL3060", run("node:24", "yarn global add serve")),
  ]

  static let metadata: [Row] = [
    both("DL3048", "FROM debian:13\nLABEL io.docker.team=x"),
    both("DL3048", "FROM debian:13\nLABEL team.=x"),
    both("DL3048", "FROM debian:13\nLABEL 9team=x"),
    both("DL3048", "FROM debian:13\nLABEL my--team=x"),
    both("DL3048", "FROM debian:13\nARG KEY=Team\nLABEL $KEY=x"),
    none("DL3048", "FROM debian:13\nLABEL com.example.my-team2=x com.dockers=y"),
    falseAlarm("DL3048", "FROM debian:13\nLABEL team$absent=x"),
    falseAlarm("DL3048", "FROM debian:13\nARG KEY=team\nLABEL com.example.$KEY=x"),
    missed("DL3048", "FROM debian:13\nLABEL my_team=x"),
    both("DL3064", "ARG GH_TOKEN\nFROM debian:13"),
    both("DL3064", "FROM debian:13\nARG admin_password"),
    both("DL3064", "FROM debian:13\nENV VAULT_CLIENT_KEY=a1b2c3d4e5"),
    both("DL3064", "FROM debian:13\nONBUILD ENV APP_SECRET=a1b2c3d4e5"),
    none("DL3064", "FROM debian:13\nARG VERSION=1\nENV MODE=fast"),
    falseAlarm("DL3064", "FROM debian:13\nENV DB_PASSWORD_FILE=/run/secrets/db"),
    falseAlarm("DL3064", "FROM debian:13\nENV DB_USERNAME=app"),
    falseAlarm("DL3064", "FROM debian:13\nARG FACEBOOK_APP_ID"),
    falseAlarm("DL3064", "FROM debian:13\nENV PRIVATE_NETWORK=1 TOKENIZERS_PARALLELISM=false"),
    missed("DL3064", "FROM debian:13\nENV SSH_KEY=a1b2c3d4e5"),
  ]

  static let rows = commands + layout + packages + metadata

  @Test(arguments: rows) func verdictIsTheOneWrittenDown(row: Row) throws {
    let rule = try #require(RuleBook.rule(row.alias), "no rule answers to \(row.alias)")
    let findings = RuleExampleTests.findings(rule.description, row.text, context: nil)
    #expect(findings.isEmpty != row.ours, "\(findings.map(\.message))")
  }

  @Test func whereTheVerdictIsAnotherTheRuleSaysSo() throws {
    for alias in Set(Self.rows.filter { $0.ours != $0.hadolint }.map(\.alias)) {
      let rule = try #require(RuleBook.rule(alias))
      #expect(rule.description.why.contains("hadolint"), "\(rule.description.name) says nothing")
    }
  }
}
