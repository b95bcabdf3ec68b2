#compdef kyma-istio-transform
# zsh completion for kyma-istio-transform: source <(kyma-istio-transform completion zsh), or a file _kyma-istio-transform in $fpath
_kyma_istio_transform() {
    local -a lines candidates
    local line
    lines=("${(@f)$(kyma-istio-transform __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    for line in "${(@)lines[1,-2]}"; do
        candidates+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    _describe 'completions' candidates
    if [[ ${lines[-1]} == :0 ]]; then
        _files
    fi
}
if [[ $funcstack[1] == _kyma_istio_transform ]]; then
    _kyma_istio_transform "$@"
else
    compdef _kyma_istio_transform kyma-istio-transform
fi
