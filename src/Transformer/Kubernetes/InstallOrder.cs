namespace KymaIstioTransform.Kubernetes;

/// <summary>
/// The order in which Helm installs kinds (its InstallOrder): dependencies come first, and kinds that Helm does not know come last.
/// </summary>
internal static class InstallOrder
{
    private static readonly string[] Kinds =
    [
        "PriorityClass",
        "Namespace",
        "NetworkPolicy",
        "ResourceQuota",
        "LimitRange",
        "PodSecurityPolicy",
        "PodDisruptionBudget",
        "ServiceAccount",
        "Secret",
        "SecretList",
        "ConfigMap",
        "StorageClass",
        "PersistentVolume",
        "PersistentVolumeClaim",
        "CustomResourceDefinition",
        "ClusterRole",
        "ClusterRoleList",
        "ClusterRoleBinding",
        "ClusterRoleBindingList",
        "Role",
        "RoleList",
        "RoleBinding",
        "RoleBindingList",
        "Service",
        "DaemonSet",
        "Pod",
        "ReplicationController",
        "ReplicaSet",
        "Deployment",
        "HorizontalPodAutoscaler",
        "StatefulSet",
        "Job",
        "CronJob",
        "IngressClass",
        "Ingress",
        "APIService",
        "MutatingWebhookConfiguration",
        "ValidatingWebhookConfiguration",
    ];

    /// <summary>The position of a kind, from 0; equal for all kinds that Helm does not know.</summary>
    public static int RankOf(string kind) => Array.IndexOf(Kinds, kind) is >= 0 and var rank ? rank : Kinds.Length;
}
