# bash completion for kyma-istio-transform: source <(kyma-istio-transform completion bash)
_kyma_istio_transform() {
    local line directive=0
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            :*) directive=${line#:} ;;
            *) COMPREPLY+=("${line%%$'\t'*}") ;;
        esac
    done < <(kyma-istio-transform __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if [ "$directive" = 0 ]; then
        compopt -o default
    fi
}
complete -F _kyma_istio_transform kyma-istio-transform
