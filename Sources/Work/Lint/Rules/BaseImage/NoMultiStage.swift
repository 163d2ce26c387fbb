import BaseImages
import Dockerfile
import Evidence
import Facts
import Source

extension Rule {
  static let noMultiStage = Rule(
    "no-multi-stage", .baseImage, .info, isDefault: false, fix: .unsafe,
    aliases: ["tally/prefer-multi-stage-build"],
    requirements: ["S0-2-01", "S1-D-04", "S1-R-02", "S2-CL-03", "S4-MS-01"],
    summary: "The file builds something and ships the tools for it.",
    why: """
      Compilers, headers and build caches make an image larger, and hand an attacker tools. In a \
      file with one stage they stay. A stage that builds and one that takes only the result leave \
      them behind.
      """,
    references: ["https://docs.docker.com/build/building/multi-stage/"],
    examples: [
      .flags(
        """
        FROM golang:1.27
        COPY . .
        RUN ‹go build› -o /app .
        CMD ["/app"]
        """),
      .flags(
        """
        FROM golang:1.27
        WORKDIR /src
        COPY go.mod go.sum ./
        RUN go mod download
        COPY . .
        RUN ‹go build› -o /app ./cmd/app
        EXPOSE 8080
        # the server
        ENTRYPOINT ["/app"]
        CMD ["serve"]
        """,
        fixed: """
          FROM golang:1.27 AS builder
          ENV CGO_ENABLED=0
          WORKDIR /src
          COPY go.mod go.sum ./
          RUN go mod download
          COPY . .
          RUN go build -o /app ./cmd/app
          FROM gcr.io/distroless/static-debian13:nonroot
          WORKDIR /src
          COPY --from=builder /app /app
          EXPOSE 8080
          # the server
          ENTRYPOINT ["/app"]
          CMD ["serve"]
          """),
      .flags(
        """
        FROM golang:1.27
        WORKDIR /src
        COPY . .
        RUN ‹go build› -o /app ./cmd/app
        ENTRYPOINT ["/app", "--config", "config.yaml"]
        """, note: "The program reads a file that the second stage would lack."),
      .flags(
        """
        FROM golang:1.27
        WORKDIR /src
        COPY . .
        RUN ‹go build› -o /app ./cmd/app && mkdir -p /data && cp -r static /data
        ENTRYPOINT ["/app"]
        """),
      .flags(
        """
        FROM python:3.13-slim
        WORKDIR /app
        RUN apt-get update && apt-get install -y ‹gcc› libpq-dev
        COPY requirements.txt .
        RUN pip install -r requirements.txt
        COPY . .
        USER 10001
        CMD ["python", "app.py"]
        """,
        fixed: """
          FROM python:3.13-slim AS builder
          RUN python -m venv /opt/venv
          ENV PATH="/opt/venv/bin:$PATH"
          WORKDIR /app
          RUN apt-get update && apt-get install -y gcc libpq-dev
          COPY requirements.txt .
          RUN pip install -r requirements.txt

          FROM python:3.13-slim
          COPY --from=builder /opt/venv /opt/venv
          ENV PATH="/opt/venv/bin:$PATH"
          WORKDIR /app
          COPY . .
          USER 10001
          CMD ["python", "app.py"]
          """),
      .flags(
        """
        FROM python:3.13-slim
        RUN apt-get update && apt-get install -y ‹build-essential› libpq-dev && pip install psycopg2
        CMD ["python"]
        """),
      .flags(
        """
        FROM maven:3.9-eclipse-temurin-21
        WORKDIR /app
        COPY pom.xml .
        RUN mvn dependency:go-offline
        COPY src ./src
        RUN ‹mvn package› -DskipTests
        RUN useradd --system app && chown -R app /app
        USER app
        EXPOSE 8080
        # the service
        CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "target/service.jar"]
        """,
        fixed: """
          FROM maven:3.9-eclipse-temurin-21 AS builder
          WORKDIR /app
          COPY pom.xml .
          RUN mvn dependency:go-offline
          COPY src ./src
          RUN mvn package -DskipTests

          FROM eclipse-temurin:21-jre
          WORKDIR /app
          COPY --from=builder /app/target/service.jar /app/target/service.jar
          RUN useradd --system app && chown -R app /app
          USER app
          EXPOSE 8080
          # the service
          CMD ["java", "-XX:MaxRAMPercentage=75", "-jar", "target/service.jar"]
          """),
      .flags(
        """
        FROM gradle:8-jdk17-alpine
        ARG VERSION=dev
        # who made it
        LABEL org.opencontainers.image.version=$VERSION
        ENV GRADLE_OPTS=-Dorg.gradle.daemon=false JAVA_OPTS=
        ENV PORT=8080
        EXPOSE $PORT
        # the account
        RUN addgroup -S app && adduser -S -G app app
        WORKDIR /home/gradle/src
        COPY . .
        RUN ‹gradle bootJar› && cp build/libs/*.jar /app.jar
        USER app
        ENTRYPOINT exec java $JAVA_OPTS -jar /app.jar
        """,
        fixed: """
          FROM gradle:8-jdk17-alpine AS builder
          ARG VERSION=dev
          ENV GRADLE_OPTS=-Dorg.gradle.daemon=false JAVA_OPTS=
          ENV PORT=8080
          WORKDIR /home/gradle/src
          COPY . .
          RUN gradle bootJar && cp build/libs/*.jar /app.jar

          FROM eclipse-temurin:17-jre-alpine
          ARG VERSION=dev
          # who made it
          LABEL org.opencontainers.image.version=$VERSION
          ENV GRADLE_OPTS=-Dorg.gradle.daemon=false JAVA_OPTS=
          ENV PORT=8080
          EXPOSE $PORT
          # the account
          RUN addgroup -S app && adduser -S -G app app
          WORKDIR /home/gradle/src
          COPY --from=builder /app.jar /app.jar
          USER app
          ENTRYPOINT exec java $JAVA_OPTS -jar /app.jar
          """),
      .flags(
        """
        FROM --platform=linux/amd64 eclipse-temurin:21-jdk-noble
        USER 10001:10001
        WORKDIR /code
        COPY . .
        RUN ‹./mvnw package›
        CMD ["java", "-jar", "/code/target/quarkus-app/quarkus-run.jar"]
        """,
        fixed: """
          FROM --platform=linux/amd64 eclipse-temurin:21-jdk-noble AS builder
          USER 10001:10001
          WORKDIR /code
          COPY . .
          RUN ./mvnw package

          FROM --platform=linux/amd64 eclipse-temurin:21-jre-noble
          USER 10001:10001
          WORKDIR /code
          COPY --from=builder --chown=10001:10001 /code/target/quarkus-app /code/target/quarkus-app
          CMD ["java", "-jar", "/code/target/quarkus-app/quarkus-run.jar"]
          """),
      .flags(
        """
        FROM maven:3.9-eclipse-temurin-21
        WORKDIR /app
        COPY . .
        RUN ‹mvn package›
        CMD java -jar target/*.jar
        """, note: "Several jars may fit the pattern."),
      .flags(
        """
        FROM maven:3.9-eclipse-temurin-21
        WORKDIR /app
        COPY . .
        RUN ‹mvn package›
        CMD ["mvn", "spring-boot:run"]
        """, note: "The container needs the tool that builds."),
      .flags(
        """
        FROM maven:3.9-eclipse-temurin-21
        WORKDIR /app
        COPY . .
        RUN apt-get update && apt-get install -y fontconfig && ‹mvn package›
        CMD ["java", "-jar", "target/a.jar"]
        """, note: "Whether the program needs the package cannot be told."),
      .flags(
        """
        FROM maven:3.9-eclipse-temurin-21
        WORKDIR /app
        COPY . .
        RUN ‹mvn package›
        HEALTHCHECK CMD curl -f http://127.0.0.1:8080/health || exit 1
        CMD ["java", "-jar", "target/a.jar"]
        """, note: "Nothing says that the smaller image has curl."),
      .flags(
        """
        FROM maven:3.9-eclipse-temurin-21
        WORKDIR /app
        COPY . .
        RUN ‹mvn package›
        CMD ["java", "-jar", "target/a.jar"]
        """,
        context: ["pom.xml": "<project><dependencies></dependencies></project>"],
        note: "The jar of this project lacks its libraries."),
      .flags(
        """
        FROM node:24
        WORKDIR /app
        COPY package*.json ./
        RUN npm ci
        COPY . .
        RUN ‹npm run build›
        ENV NODE_ENV=production
        EXPOSE 3000
        USER node
        CMD ["node", "dist/main.js"]
        """,
        fixed: """
          FROM node:24 AS builder
          WORKDIR /app
          COPY package*.json ./
          RUN npm ci
          COPY . .
          RUN npm run build
          RUN npm prune --omit=dev

          FROM node:24-slim
          WORKDIR /app
          COPY --from=builder /app /app
          ENV NODE_ENV=production
          EXPOSE 3000
          USER node
          CMD ["node", "dist/main.js"]
          """),
      .flags(
        """
        FROM node:24-alpine
        RUN apk add --no-cache python3 make ‹g++›
        USER node
        WORKDIR /home/node/app
        COPY --chown=node:node . .
        RUN yarn install --frozen-lockfile && yarn build
        HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:3000/ || exit 1
        CMD ["node", "--enable-source-maps", "dist/main.js"]
        """,
        fixed: """
          FROM node:24-alpine AS builder
          RUN apk add --no-cache python3 make g++
          USER node
          WORKDIR /home/node/app
          COPY --chown=node:node . .
          RUN yarn install --frozen-lockfile && yarn build
          RUN yarn install --production --ignore-scripts --prefer-offline

          FROM node:24-alpine
          USER node
          WORKDIR /home/node/app
          COPY --from=builder --chown=node /home/node/app/package.json /home/node/app/package.json
          COPY --from=builder --chown=node /home/node/app/node_modules /home/node/app/node_modules
          COPY --from=builder --chown=node /home/node/app/dist /home/node/app/dist
          HEALTHCHECK CMD wget -q -O /dev/null http://127.0.0.1:3000/ || exit 1
          CMD ["node", "--enable-source-maps", "dist/main.js"]
          """,
        context: [
          "package.json": #"{"dependencies":{"express":"5"}}"#, "yarn.lock": "", "src/main.ts": "",
          "tsconfig.json": "{}",
        ]),
      .accepts(
        """
        FROM node:24
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
        CMD ["npm", "run", "dev"]
        """, note: "An image for development."),
      .accepts(
        """
        FROM node:24
        WORKDIR /app
        COPY . .
        RUN npm ci && npm run build
        """, note: "Nothing says what serves the pages."),
      .accepts(
        """
        FROM golang:1.27 AS build
        RUN go build -o /app .
        FROM debian:13-slim
        COPY --from=build /app /app
        """),
      .accepts(
        """
        FROM alpine:3.24
        RUN apk add --no-cache --virtual .build gcc musl-dev && make && apk del .build
        CMD ["/app"]
        """),
    ],
    check: { subject, findings in
      guard subject.stages.count(where: { $0.from != nil }) == 1,
        let stage = subject.facts.finalStage,
        stage.from != nil
      else { return }
      if let tools = compilers(in: subject) {
        findings.report(
          tools.range, "`\(tools.name)` is for building, and stays in the image",
          help: "Build in a stage of its own, and copy the result from there", fixes: split(subject)
        )
        return
      }
      for step in stage.steps where step.kind == .run {
        for use in step.commands {
          guard let verb = build(use), let path = use.path else { continue }
          findings.report(
            path.range.union(verb.range),
            "the image ships what `\(use.program ?? "") \(verb.best)` needs, besides what it makes",
            help: "Build in a stage of its own, and copy the result from there",
            fixes: split(subject))
          return
        }
      }
      // Many files of Node.js build in place; told of are those that can be parted for certain.
      if let split = StageSplit(subject), let fix = split.forNode,
        let use = stage.steps.lazy.flatMap(\.commands).first(where: Self.buildsScripts),
        let path = use.path, let last = use.arguments.last
      {
        findings.report(
          path.range.union(last.range),
          "the image ships the packages of development that `\(use.program ?? "") \(use.arguments.map(\.best).joined(separator: " "))` needs, besides what it makes",
          help: "Build in a stage of its own, and copy the result from there", fixes: [fix])
      }
    })

  /// Whether a command runs the script `build` of a project.
  private static func buildsScripts(_ use: CommandUse) -> Bool {
    use.kind == .run && ["npm", "yarn", "pnpm"].contains(use.program)
      && use.operands().contains { $0.best == "build" || $0.best.hasPrefix("build:") }
  }

  /// The repair, where the file has a form that can be split.
  private static func split(_ subject: Subject) -> [Fix] {
    guard let split = StageSplit(subject),
      let fix = split.forPrograms ?? split.forPython ?? split.forJava ?? split.forNode
    else { return [] }
    return [fix]
  }

  private static let tools: Set<String> = [
    "build-essential", "build-base", "gcc", "g++", "clang", "cmake", "cargo", "rustc", "golang",
    "musl-dev", "libc6-dev", "gcc-c++", "base-devel",
  ]

  /// The first package with a compiler that is installed and not removed.
  private static func compilers(in subject: Subject) -> (name: String, range: SourceRange)? {
    let removes = subject.packageCommands.contains {
      $0.manager.isSystem && $0.verb == .remove
    }
    if removes { return nil }
    for command in subject.packageCommands
    where command.manager.isSystem && command.verb == .install {
      for package in command.packages where tools.contains(package.name) {
        return (package.name, package.range)
      }
    }
    return nil
  }

  /// The word of a command that compiles a program; nil for other commands.
  private static func build(_ use: CommandUse) -> CommandUse.Argument? {
    let verbs: Set<String>
    switch use.program {
    case "go": verbs = ["build", "install"]
    case "cargo", "swift": verbs = ["build", "install"]
    case "mvn", "mvnw": verbs = ["package", "install", "verify"]
    case "gradle", "gradlew": verbs = ["build", "assemble", "bootJar", "shadowJar", "installDist"]
    case "dotnet": verbs = ["publish", "build"]
    default: return nil
    }
    return use.arguments.first { verbs.contains($0.best) }
  }
}
