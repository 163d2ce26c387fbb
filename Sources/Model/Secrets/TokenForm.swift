/// The published form of a service's tokens: a prefix and what follows it.
struct TokenForm: Sendable {
  /// The bytes that may follow a prefix.
  enum Alphabet: Sendable {
    case alphanumeric
    case upperBase32
    case lowerHex
    case hex
    /// Letters, digits, `_` and `-`.
    case base64URL
    /// Letters, digits, `_`, `-` and `.`.
    case dotted
    /// Letters, digits, `+`, `/`, `_`, `-` and `=`.
    case base64

    func contains(_ byte: UInt8) -> Bool {
      switch self {
      case .alphanumeric: byte.isAlphanumeric
      case .upperBase32: byte.isUpper || (byte >= UInt8(ascii: "2") && byte <= UInt8(ascii: "7"))
      case .lowerHex: byte.isDigit || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"))
      case .hex: byte.isHex
      case .base64URL: byte.isAlphanumeric || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      case .dotted: Alphabet.base64URL.contains(byte) || byte == UInt8(ascii: ".")
      case .base64:
        byte.isBase64 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "=")
      }
    }
  }

  /// What is known of the inside of a token.
  enum Check: Sendable {
    case none
    /// The last six characters are the CRC-32 of those before, in base 62.
    case checksum
    /// OpenAI's older keys have `T3BlbkFJ` in the middle.
    case openAI
    /// A dot stands after 22 characters, and 43 follow it.
    case sendGrid
    /// Groups of digits come before the last part.
    case slack
  }

  var kind: String
  var title: String
  var prefix: [UInt8]
  var alphabet: Alphabet
  /// How many bytes follow the prefix.
  var length: ClosedRange<Int>
  var check: Check
  var confidence: SecretFinding.Confidence

  init(
    _ kind: String, _ title: String, _ prefix: String, _ alphabet: Alphabet,
    _ length: ClosedRange<Int>, check: Check = .none,
    _ confidence: SecretFinding.Confidence = .likely
  ) {
    self.kind = kind
    self.title = title
    self.prefix = Array(prefix.utf8)
    self.alphabet = alphabet
    self.length = length
    self.check = check
    self.confidence = confidence
  }
}

extension TokenForm {
  /// The forms, longer prefixes before shorter ones that they begin with.
  static let all: [TokenForm] = [
    TokenForm("aws-access-key-id", "AWS access key id", "AKIA", .upperBase32, 16...16),
    TokenForm("aws-access-key-id", "AWS temporary access key id", "ASIA", .upperBase32, 16...16),
    TokenForm("github-token", "GitHub personal access token", "github_pat_", .base64URL, 60...255),
    TokenForm(
      "github-token", "GitHub personal access token", "ghp_", .alphanumeric, 36...255,
      check: .checksum),
    TokenForm(
      "github-token", "GitHub OAuth token", "gho_", .alphanumeric, 36...255, check: .checksum),
    TokenForm(
      "github-token", "GitHub user token of an app", "ghu_", .alphanumeric, 36...255,
      check: .checksum),
    TokenForm(
      "github-token", "GitHub server token of an app", "ghs_", .alphanumeric, 36...255,
      check: .checksum),
    TokenForm(
      "github-token", "GitHub refresh token", "ghr_", .alphanumeric, 36...255, check: .checksum),
    TokenForm("gitlab-token", "GitLab personal access token", "glpat-", .dotted, 20...255),
    TokenForm("gitlab-token", "GitLab deploy token", "gldt-", .dotted, 20...255),
    TokenForm("gitlab-token", "GitLab runner token", "glrt-", .dotted, 20...255),
    TokenForm("gitlab-token", "GitLab job token", "glcbt-", .dotted, 20...255),
    TokenForm("gitlab-token", "GitLab trigger token", "glptt-", .dotted, 20...255),
    TokenForm("gitlab-token", "GitLab agent token", "glagent-", .dotted, 20...255),
    TokenForm("slack-token", "Slack bot token", "xoxb-", .base64URL, 20...255, check: .slack),
    TokenForm("slack-token", "Slack user token", "xoxp-", .base64URL, 20...255, check: .slack),
    TokenForm("slack-token", "Slack workspace token", "xoxa-", .base64URL, 20...255, check: .slack),
    TokenForm("slack-token", "Slack session token", "xoxs-", .base64URL, 20...255, check: .slack),
    TokenForm("slack-token", "Slack refresh token", "xoxr-", .base64URL, 20...255, check: .slack),
    TokenForm("slack-token", "Slack app token", "xapp-", .base64URL, 40...255, check: .slack),
    TokenForm("stripe-key", "Stripe live secret key", "sk_live_", .alphanumeric, 16...250),
    TokenForm("stripe-key", "Stripe live restricted key", "rk_live_", .alphanumeric, 16...250),
    TokenForm(
      "stripe-key", "Stripe test secret key", "sk_test_", .alphanumeric, 16...250, .possible),
    TokenForm("stripe-webhook-secret", "Stripe webhook secret", "whsec_", .base64, 24...100),
    TokenForm("google-api-key", "Google API key", "AIza", .base64URL, 35...35),
    TokenForm("google-oauth-secret", "Google OAuth client secret", "GOCSPX-", .base64URL, 28...28),
    TokenForm("google-oauth-token", "Google OAuth access token", "ya29.", .base64URL, 40...1024),
    TokenForm("npm-token", "npm access token", "npm_", .alphanumeric, 36...36, check: .checksum),
    TokenForm(
      "pypi-token", "PyPI upload token", "pypi-AgEIcHlwaS5vcmc", .base64URL, 50...1024, .certain),
    TokenForm(
      "pypi-token", "TestPyPI upload token", "pypi-AgENdGVzdC5weXBpLm9yZw", .base64URL, 50...1024),
    TokenForm("sendgrid-key", "SendGrid API key", "SG.", .dotted, 66...66, check: .sendGrid),
    TokenForm("twilio-key", "Twilio API key", "SK", .lowerHex, 32...32),
    TokenForm("mailgun-key", "Mailgun API key", "key-", .lowerHex, 32...32),
    TokenForm("anthropic-key", "Anthropic API key", "sk-ant-", .base64URL, 32...255),
    TokenForm("openai-key", "OpenAI project key", "sk-proj-", .base64URL, 40...255),
    TokenForm("openai-key", "OpenAI service account key", "sk-svcacct-", .base64URL, 40...255),
    TokenForm("openai-key", "OpenAI admin key", "sk-admin-", .base64URL, 40...255),
    TokenForm("openai-key", "OpenAI API key", "sk-", .alphanumeric, 48...48, check: .openAI),
    TokenForm("huggingface-token", "Hugging Face token", "hf_", .alphanumeric, 34...40),
    TokenForm("digitalocean-token", "DigitalOcean access token", "dop_v1_", .lowerHex, 64...64),
    TokenForm("digitalocean-token", "DigitalOcean OAuth token", "doo_v1_", .lowerHex, 64...64),
    TokenForm("digitalocean-token", "DigitalOcean refresh token", "dor_v1_", .lowerHex, 64...64),
    TokenForm("heroku-key", "Heroku API key", "HRKU-", .base64URL, 36...80),
    TokenForm("docker-token", "Docker Hub personal access token", "dckr_pat_", .base64URL, 27...40),
    TokenForm("docker-token", "Docker organisation access token", "dckr_oat_", .base64URL, 27...64),
    TokenForm("vault-token", "HashiCorp Vault token", "hvs.", .base64URL, 24...300),
    TokenForm("vault-token", "HashiCorp Vault batch token", "hvb.", .base64URL, 100...400),
    TokenForm("databricks-token", "Databricks token", "dapi", .lowerHex, 32...32),
    TokenForm("atlassian-token", "Atlassian API token", "ATATT3", .base64, 100...300),
    TokenForm("atlassian-token", "Bitbucket access token", "ATCTT3", .base64, 100...300),
    TokenForm("linear-key", "Linear API key", "lin_api_", .alphanumeric, 40...40),
    TokenForm("shopify-token", "Shopify access token", "shpat_", .hex, 32...32),
    TokenForm("shopify-token", "Shopify custom app token", "shpca_", .hex, 32...32),
    TokenForm("shopify-token", "Shopify private app token", "shppa_", .hex, 32...32),
    TokenForm("shopify-token", "Shopify shared secret", "shpss_", .hex, 32...32),
    TokenForm("square-token", "Square access token", "sq0atp-", .base64URL, 22...22),
    TokenForm("square-token", "Square OAuth secret", "sq0csp-", .base64URL, 43...43),
    TokenForm("age-key", "age secret key", "AGE-SECRET-KEY-1", .alphanumeric, 58...58, .certain),
    TokenForm("grafana-token", "Grafana service account token", "glsa_", .base64URL, 40...60),
    TokenForm("grafana-token", "Grafana Cloud token", "glc_eyJ", .base64, 60...400),
    TokenForm("new-relic-key", "New Relic user key", "NRAK-", .alphanumeric, 27...27),
    TokenForm("sentry-token", "Sentry organisation token", "sntrys_eyJ", .base64, 60...400),
    TokenForm("sentry-token", "Sentry user token", "sntryu_", .lowerHex, 64...64),
    TokenForm("supabase-token", "Supabase access token", "sbp_", .lowerHex, 40...40),
    TokenForm("rubygems-key", "RubyGems API key", "rubygems_", .lowerHex, 48...48),
    TokenForm("pulumi-token", "Pulumi access token", "pul-", .lowerHex, 40...40),
    TokenForm("doppler-token", "Doppler token", "dp.pt.", .alphanumeric, 40...44),
    TokenForm("doppler-token", "Doppler service token", "dp.st.", .dotted, 40...80),
    TokenForm("planetscale-token", "PlanetScale token", "pscale_tkn_", .dotted, 32...64),
    TokenForm("postman-key", "Postman API key", "PMAK-", .base64URL, 59...59),
    TokenForm("tailscale-key", "Tailscale key", "tskey-", .base64URL, 24...80),
    TokenForm("figma-token", "Figma token", "figd_", .base64URL, 40...64),
    TokenForm("replicate-token", "Replicate token", "r8_", .alphanumeric, 37...37),
    TokenForm("groq-key", "Groq API key", "gsk_", .alphanumeric, 52...52),
    TokenForm("perplexity-key", "Perplexity API key", "pplx-", .alphanumeric, 48...48),
    TokenForm("xai-key", "xAI API key", "xai-", .alphanumeric, 80...80),
    TokenForm("dynatrace-token", "Dynatrace token", "dt0c01.", .dotted, 89...89),
    TokenForm("buildkite-token", "Buildkite token", "bkua_", .lowerHex, 40...40),
    TokenForm("circleci-token", "CircleCI token", "CCIPAT_", .base64URL, 40...80),
    TokenForm("netlify-token", "Netlify token", "nfp_", .alphanumeric, 36...40),
  ]

  /// The places in `all` of the forms whose prefix begins with two given
  /// bytes, at `first * 256 + second`.
  static let byFirstTwo: [UInt16: [Int]] = {
    var table: [UInt16: [Int]] = [:]
    for (index, form) in all.enumerated() {
      table[UInt16(form.prefix[0]) << 8 | UInt16(form.prefix[1]), default: []].append(index)
    }
    return table
  }()
}
