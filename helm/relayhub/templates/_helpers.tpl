{{- define "relayhub.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 50 | trimSuffix "-" }}
{{- end }}

{{- define "relayhub.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" }}
{{- else if contains (include "relayhub.name" .) .Release.Name }}
{{- .Release.Name | trunc 50 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "relayhub.name" .) | trunc 50 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{- define "relayhub.selector" -}}
app.kubernetes.io/name: {{ include "relayhub.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "relayhub.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{ include "relayhub.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "relayhub.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "relayhub.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{- define "relayhub.secret" -}}
{{- default (include "relayhub.fullname" .) .Values.auth.existingSecret }}
{{- end }}

{{- define "relayhub.image" -}}
{{- if .Values.image.digest }}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest }}
{{- else }}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) }}
{{- end }}
{{- end }}

{{- define "relayhub.publicHost" -}}
{{- if .Values.publicHost }}
{{- .Values.publicHost }}
{{- else if and .Values.ingress.enabled .Values.ingress.hosts }}
{{- first .Values.ingress.hosts }}
{{- end }}
{{- end }}

{{/* The path of the relay. */}}
{{- define "relayhub.path" -}}
{{- dig "relayhub" "path" "/ws" .Values.config }}
{{- end }}

{{/* What the chart refuses, each with a sentence that says what to do. */}}
{{- define "relayhub.check" -}}
{{- if not .Values.cluster.engine }}
{{- if gt (int .Values.replicaCount) 1 }}
{{- fail (printf "replicaCount is %d, but cluster.engine is empty: hubs that do not know of each other would split their peers, and an agent at one would not reach the connectors of another. Set replicaCount to 1, or configure cluster.engine." (int .Values.replicaCount)) }}
{{- end }}
{{- if .Values.autoscaling.enabled }}
{{- fail "autoscaling.enabled is true, but cluster.engine is empty: several hubs that do not know of each other would split their peers. Turn autoscaling off, or configure cluster.engine." }}
{{- end }}
{{- end }}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) }}
{{- fail "autoscaling.minReplicas is above autoscaling.maxReplicas." }}
{{- end }}
{{- if eq (int .Values.management.port) 8080 }}
{{- fail "management.port is 8080, the port of the peers: choose another one." }}
{{- end }}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "ingress.enabled is true, but ingress.hosts is empty: name the host under which peers reach the hub." }}
{{- end }}
{{- range $path, $instead := dict "relayhub.drain-timeout" "drain.timeoutSeconds" "relayhub.tokens" "auth.identities" "relayhub.token" "auth" "server.port" "service.port" "management.server" "management.port" "spring.config" "extraEnv" }}
{{- $parts := splitList "." $path }}
{{- if hasKey (get $.Values.config (first $parts) | default dict) (last $parts) }}
{{- fail (printf "config has %s, on which other parts of the chart depend: use %s for it." $path $instead) }}
{{- end }}
{{- end }}
{{- range .Values.auth.identities }}
{{- if and .secretKey (not $.Values.auth.existingSecret) }}
{{- fail (printf "auth.identities: the identity %s has a secretKey, but auth.existingSecret is empty: put all tokens into a secret of your own and name it there, or give the identity a sha256." .name) }}
{{- end }}
{{- end }}
{{- range .Values.ingress.paths }}
{{- if hasPrefix "/actuator" .path }}
{{- fail "ingress.paths has /actuator: it is not for the outside." }}
{{- end }}
{{- end }}
{{- end }}

{{/* The chart's application.yml, under the one of the values. */}}
{{- define "relayhub.config" -}}
{{- $identities := list (dict "name" "ops" "token" "${ops.token}" "roles" (list "ops")) }}
{{- range .Values.auth.identities }}
{{- $one := dict "name" .name "roles" .roles }}
{{- if .secretKey }}{{ $_ := set $one "token" (printf "${identity.%s}" .name) }}{{ end }}
{{- if .sha256 }}{{ $_ := set $one "sha256" .sha256 }}{{ end }}
{{- if .tenant }}{{ $_ := set $one "tenant" .tenant }}{{ end }}
{{- if .agentRate }}{{ $_ := set $one "agent-rate" (int .agentRate) }}{{ end }}
{{- if .expiresAt }}{{ $_ := set $one "expires-at" .expiresAt }}{{ end }}
{{- $identities = append $identities $one }}
{{- end }}
{{- $relayhub := dict "drain-timeout" (printf "%ds" (int .Values.drain.timeoutSeconds)) "tokens" $identities }}
{{- if .Values.cluster.engine }}{{ $_ := set $relayhub "cluster" (dict "engine" .Values.cluster.engine) }}{{ end }}
{{- $server := dict "port" 8080 }}
{{- if .Values.trustForwardedHeaders }}{{ $_ := set $server "forward-headers-strategy" "native" }}{{ end }}
{{- $all := dict
      "spring" (dict "config" (dict "import" "configtree:/run/secrets/relayhub/"))
      "server" $server
      "management" (dict "server" (dict "port" (int .Values.management.port)))
      "relayhub" $relayhub }}
{{- if eq .Values.logFormat "json" }}
{{- $_ := set $all "logging" (dict "structured" (dict "format" (dict "console" "ecs"))) }}
{{- end }}
{{- toYaml (mergeOverwrite $all (deepCopy .Values.config)) }}
{{- end }}
