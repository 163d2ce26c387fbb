import Facts
import Testing

@Suite struct FileTreeTests {
  @Test(arguments: [
    // What an ordinary distribution has and has not.
    ("RUN true", "/usr/local/bin", "yes"), ("RUN true", "/app", "no"),
    ("RUN true", "/srv/app", "no"), ("RUN true", "/opt/app", "open"),
    ("RUN true", "/usr/local/thing", "open"), ("FROM scratch\nCOPY a.txt /", "/etc", "no"),
    ("FROM example.com/team/base:1", "/app", "open"), ("FROM postgres:18", "/app", "open"),
    // What instructions make.
    ("WORKDIR /app/src", "/app", "yes"), ("WORKDIR /app", "/app/src", "no"),
    ("COPY a.txt /app/", "/app/a.txt", "yes"), ("COPY a.txt /app/", "/app/b.txt", "no"),
    ("COPY . /app", "/app/x", "open"), ("COPY dir /app", "/app", "yes"),
    ("COPY a.txt /data/seed.txt", "/data/seed.txt", "yes"), ("ADD rootfs.tar.xz /", "/app", "open"),
    ("ADD app.tar.gz /app", "/app/x", "open"), ("ARG D\nCOPY a.txt $D/", "/app", "open"),
    // What commands make.
    ("RUN mkdir -p /a/b /c", "/a", "yes"), ("RUN mkdir -p /a/{b,c}", "/a/c", "no"),
    ("SHELL [\"/bin/bash\", \"-c\"]\nRUN mkdir -p /a/{b,c}", "/a/c", "yes"),
    ("RUN cd /srv && mkdir x", "/srv/x", "yes"), ("RUN if true; then mkdir /a; fi", "/a", "open"),
    ("RUN false || mkdir /a", "/a", "open"), ("RUN mkdir \"$(pwd)/x\"", "/x", "open"),
    ("RUN echo hi > /hello", "/hello", "yes"), ("RUN touch /a && rm /a", "/a", "no"),
    ("RUN ./setup.sh", "/app", "open"), ("RUN make", "/out", "open"),
    ("RUN wget https://example.com/x.bin", "/x.bin", "yes"),
    ("RUN u=$(id -u); wget \"https://example.com/$u\"", "/x", "open"),
    ("RUN curl -o /x https://example.com", "/x", "yes"),
    ("RUN pip install --prefix=/install x", "/install", "open"),
    ("RUN pip install --prefix /install x", "/install/lib", "open"),
    ("ENV GEM_HOME=/gems\nRUN gem install x", "/gems", "open"),
    ("FROM golang:1.27\nWORKDIR /go/src/x\nRUN go install ./...", "/go/bin/x", "open"),
    ("WORKDIR /gems\nENV GEM_HOME=/gems\nRUN gem install x", "/gems/y", "open"),
    ("RUN dpkg -i x.deb", "/srv/x", "open"), ("RUN apt-get install -y curl", "/srv/x", "no"),
    ("RUN --mount=type=bind,target=/src ls /src", "/src/x", "open"),
    ("RUN ln -s /a /b", "/b", "yes"), ("RUN install -d /x/y", "/x", "yes"),
    ("VOLUME /data", "/data", "no"),
  ])
  func existence(text: String, path: String, expected: String) {
    #expect(FinalState(text).exists(path) == expected)
  }

  @Test(arguments: [
    // Folders of the system are root's; what packages brought is not known.
    ("RUN true", "/usr/bin", "root"), ("RUN true", "/", "root"), ("RUN true", "/tmp", "open"),
    ("RUN true", "/usr/lib/x", "open"), ("FROM example.com/x/y:1", "/usr", "open"),
    // WORKDIR and COPY.
    ("WORKDIR /app", "/app", "root"), ("USER 1000\nWORKDIR /app/x", "/app", "1000"),
    ("USER 1000\nCOPY a.txt /app/", "/app", "root"),
    ("COPY --chown=www-data a.txt /app/", "/app/a.txt", "www-data"),
    ("COPY --chown=www-data:www-data . /app", "/app", "www-data"),
    ("WORKDIR /app\nCOPY --chown=www-data . .", "/app", "root"),
    ("WORKDIR /app\nCOPY --chown=www-data . .", "/app/x", "www-data"),
    ("WORKDIR /app\nCOPY --chown=www-data a.txt .", "/app/a.txt", "www-data"),
    ("COPY . /app\nCOPY --chown=www-data b /app", "/app/x", "open"),
    ("COPY . /opt/app", "/opt/app", "open"),
    // Commands.
    ("RUN mkdir /a && chown 5:5 /a", "/a", "5"),
    ("RUN mkdir -p /a/b && chown 5 /a", "/a/b", "root"),
    ("RUN mkdir -p /a/b && chown -R 5 /a", "/a/b", "5"),
    ("RUN mkdir /a && chown :5 /a", "/a", "root"),
    ("RUN mkdir /a && (chown 5 /a || true)", "/a", "5"),
    ("RUN mkdir /a && if x; then chown 5 /a; fi", "/a", "open"),
    ("RUN mkdir /a && chown $WHO /a", "/a", "open"), ("RUN mkdir /a && ./setup.sh", "/a", "open"),
    ("RUN mkdir /a && npm run build", "/a", "open"), ("RUN mkdir /a && gcc x.c", "/a", "root"),
    ("RUN mkdir /a && find /a -exec chown 5 {} +", "/a", "open"),
    ("RUN mkdir /a && find / -name x", "/a", "root"),
    ("RUN touch /a && xargs chown 5 < x", "/a", "open"),
    ("RUN mkdir /a /b && chown 5 /a/*", "/b", "root"),
    ("RUN mkdir -p /a/c && chown 5 /a/*", "/a/c", "open"),
    ("RUN install -d -o app /a", "/a", "app"), ("RUN useradd -m app", "/home/app", "app"),
    ("COPY a.txt /x\nRUN mv /x /y", "/y", "root"), ("RUN cp /etc/passwd /y", "/y", "root"),
    ("RUN cp -a /etc/passwd /y", "/y", "open"),
    ("RUN --mount=type=cache,target=/c true", "/c", "open"),
  ])
  func owners(text: String, path: String, expected: String) {
    #expect(FinalState(text).owner(path) == expected)
  }
}
