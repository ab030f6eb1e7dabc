{{- define "caregate.labels" -}}
app.kubernetes.io/name: caregate
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{- define "caregate.selector" -}}
app.kubernetes.io/name: caregate
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: node
{{- end }}

{{- define "caregate.name" -}}
{{- if contains "caregate" .Release.Name }}{{ .Release.Name | trunc 50 }}{{ else }}{{ printf "%s-caregate" .Release.Name | trunc 50 }}{{ end }}
{{- end }}

{{- define "caregate.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* caregate.yaml: what was given, and the paths that the mounts below make true. */}}
{{- define "caregate.configuration" -}}
{{- $own := dict
  "listeners" (dict
    "authorization" (dict "port" 8443 "certificate" "tls/authorization/tls.crt" "key" "tls/authorization/tls.key")
    "gateway" (dict "port" 9443 "certificate" "tls/gateway/tls.crt" "key" "tls/gateway/tls.key")
    "management" (dict "address" "0.0.0.0" "port" 9081)
    "proxies" .Values.listeners.proxies)
  "database" (dict
    "runtime" (dict "passwordFile" "database/runtime")
    "reader" (dict "passwordFile" "database/reader"))
  "keys" (dict "file" "keys/keys.json")
  "roles" "roles.yaml"
  "audit" (dict "anchor" "/var/lib/caregate/anchor") }}
{{- $all := mergeOverwrite (deepCopy .Values.config) $own }}
{{- if .Values.secrets.authorities }}
{{- $_ := set $all.database "ca" "authorities/database.pem" }}
{{- end }}
{{- range $all.resources }}
{{- if $.Values.secrets.upstream }}
{{- $_ := set .upstream "credential" (dict "bearerFile" "upstream/bearer") }}
{{- end }}
{{- if $.Values.secrets.authorities }}
{{- $_ := set .upstream "ca" "authorities/upstream.pem" }}
{{- end }}
{{- end }}
{{- if not $all.logs }}
{{- $_ := set $all "logs" (dict "format" "json") }}
{{- end }}
{{- toYaml $all }}
{{- end }}

{{- define "caregate.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "caregate.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{/* Each below /etc/caregate, readable for the program's group alone. */}}
{{- define "caregate.sources" -}}
- configMap:
    name: {{ include "caregate.name" . }}
- secret:
    name: {{ .Values.secrets.keys }}
    items: [{ key: keys.json, path: keys/keys.json }]
- secret:
    name: {{ .Values.secrets.database }}
    items: [{ key: runtime, path: database/runtime }, { key: reader, path: database/reader }]
- secret:
    name: {{ .Values.secrets.authorizationTls }}
    items: [{ key: tls.crt, path: tls/authorization/tls.crt }, { key: tls.key, path: tls/authorization/tls.key }]
- secret:
    name: {{ .Values.secrets.gatewayTls }}
    items: [{ key: tls.crt, path: tls/gateway/tls.crt }, { key: tls.key, path: tls/gateway/tls.key }]
{{- with .Values.secrets.upstream }}
- secret:
    name: {{ . }}
    items: [{ key: bearer, path: upstream/bearer }]
{{- end }}
{{- with .Values.secrets.authorities }}
- secret:
    name: {{ . }}
    items: [{ key: database.pem, path: authorities/database.pem }, { key: upstream.pem, path: authorities/upstream.pem }]
{{- end }}
{{- end }}
